import { type Browser, expect, type Page, test } from '@playwright/test';
import { addMonths, determineMonthDays, determineMonthOf, vietnamDay } from '../../src/platform/periods.rules.ts';
import { ask, signIn } from './people.ts';
import { expectSoundAtBothWidths } from './soundness.ts';

// What looks odd is passed with a sentence that the province reads; what came late is corrected in one step.
const month = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
const said = month.split('-').toReversed().join('/');
const day = determineMonthDays(month).to;

test.describe.configure({ mode: 'serial' });

/** A tip settled on the last day, with more persons arrested than cleared up. */
async function enterOddTip(page: Page): Promise<{ id: number; nameVi: string }> {
  const { posts } = await ask<{ posts: { unit: { id: number; nameVi: string } }[] }>(page, '/me');
  const { unit } = posts[0]!;
  const choices = { sort: 'security_tip', topic: 'fraud', channel: 'meeting', ofValue: 'yes', competence: 'within' };
  const results = { casesCleared: 1, personsCleared: 0, personsArrested: 60, propertyRecoveredVnd: 0 };
  const dates = { receivedOn: day, forwardedOn: null, settledOn: day, outcome: 'administrative' };
  const answer = await page.request.post('/api/v1/tips', {
    data: { unitId: unit.id, values: { ...choices, ...results, ...dates }, acceptDuplicate: true },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return unit;
}

test('a month that looks odd goes up with a sentence, which the province reads at the figure', async ({
  browser,
}: {
  browser: Browser;
}) => {
  const officer = await signIn(browser, 'xa4');
  const unit = await enterOddTip(officer);
  await officer.goto(`/staff/period?month=${month}`);
  await expect(officer.getByText(/1 điều cần xem lại/)).toBeVisible();
  const row = officer.getByRole('row').filter({ hasText: 'Số đối tượng bị bắt, xử lý từ nguồn tin' }).first();
  await expect(row).toContainText('Người bị bắt, xử lý thường nằm trong số người được làm rõ.');
  await expectSoundAtBothWidths(officer);
  await officer.getByRole('button', { name: 'Nộp', exact: true }).click();
  const dialog = officer.getByRole('dialog');
  const submit = dialog.getByRole('button', { name: 'Nộp', exact: true });
  await expect(submit).toBeDisabled();
  await expectSoundAtBothWidths(officer);
  await dialog.getByRole('textbox', { name: /^Giải thích/ }).fill('Nhóm đánh bạc đã rõ từ kỳ trước.');
  await submit.click();
  await expect(officer.getByText(`Đã nộp báo cáo tháng ${said}.`).first()).toBeVisible();

  const approver = await signIn(browser, 'duyet');
  await approver.goto(`/staff/approve?month=${month}&open=${unit.id}`);
  await expect(approver.getByText('Đã giải thích 1 cảnh báo').first()).toBeVisible();
  await expect(approver.getByRole('dialog')).toContainText('Giải thích: Nhóm đánh bạc đã rõ từ kỳ trước.');
  await expectSoundAtBothWidths(approver);
});

test('a late record is corrected in one step, and nothing is left once it is approved', async ({
  browser,
}: {
  browser: Browser;
}) => {
  const officer = await signIn(browser, 'xa2');
  await officer.goto('/staff/drift');
  await expect(officer.getByText('Sổ và số đã duyệt khớp nhau.')).toBeVisible();
  const unit = await enterOddTip(officer);
  await officer.goto('/staff/drift');
  await expect(officer.getByRole('heading', { name: `Tháng ${said}` })).toBeVisible();
  await expectSoundAtBothWidths(officer);
  await officer.getByRole('button', { name: 'Đính chính', exact: true }).click();
  const dialog = officer.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Lý do đính chính/ }).fill('Một tin vào sổ muộn.');
  await dialog.getByRole('button', { name: 'Nộp', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Số mới có điều cần xem lại');
  await expectSoundAtBothWidths(officer);
  await dialog.getByRole('textbox', { name: /là 6/ }).fill('Đúng theo sổ, đã rõ từ kỳ trước.');
  await dialog.getByRole('button', { name: 'Nộp', exact: true }).click();
  await expect(officer.getByText('Đã nộp đính chính của 1 tháng.').first()).toBeVisible();
  await expect(officer.getByText('Đã nộp đính chính, chờ duyệt')).toBeVisible();

  const approver = await signIn(browser, 'duyet');
  await approver.goto('/staff/drift');
  await expect(approver.getByRole('heading', { name: unit.nameVi })).toBeVisible();
  await expect(approver.getByRole('button', { name: 'Đính chính', exact: true })).toHaveCount(0);
  await expectSoundAtBothWidths(approver);
  await approver.goto(`/staff/approve?month=${month}&open=${unit.id}`);
  const panel = approver.getByRole('dialog');
  await expect(panel).toContainText('Giải thích: Đúng theo sổ, đã rõ từ kỳ trước.');
  await panel.getByRole('button', { name: 'Duyệt', exact: true }).click();
  await expect(approver.getByText(`Đã duyệt báo cáo của ${unit.nameVi}.`).first()).toBeVisible();
  await officer.goto('/staff/drift');
  await expect(officer.getByText('Sổ và số đã duyệt khớp nhau.')).toBeVisible();
});
