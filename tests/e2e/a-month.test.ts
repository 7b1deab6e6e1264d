import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page, test } from '@playwright/test';
import mammoth from 'mammoth';
import { addMonths, determineMonthDays, determineMonthOf, vietnamDay } from '../../src/platform/periods.rules.ts';
import { ask, signIn } from './people.ts';

// One commune of Cà Mau through its month: records, submission, return, approval, drift, correction, report.
const month = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
const lastDay = determineMonthDays(month).to;
const typed = (day: string): string => day.split('-').toReversed().join('/');
const said = month.split('-').toReversed().join('/');

type Figures = { figures: { value: string | null }[] };
type Post = { posts: { unit: { id: number } }[] };
type People = { officer: Page; checker: Page; approver: Page; ministry: Page };

test.describe.configure({ mode: 'serial' });

let people: People;
let communeId: number;
let before: Record<'commune' | 'province' | 'nation', number>;
let entered: number;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  people = {
    officer: await signIn(browser, 'xa1'),
    checker: await signIn(browser, 'kiemtra'),
    approver: await signIn(browser, 'duyet'),
    ministry: await signIn(browser, 'trunguong'),
  };
  communeId = (await ask<Post>(people.officer, '/me')).posts[0]!.unit.id;
  before = await readLevels();
});

async function readOne(page: Page, unit: string): Promise<number> {
  const answer = await ask<Figures>(
    page,
    `/figures?unit=${encodeURIComponent(unit)}&from=${month}&to=${month}&view=today&indicators=T01`,
  );
  return Number(answer.figures[0]!.value ?? 0);
}

async function readLevels(): Promise<typeof before> {
  return {
    commune: await readOne(people.officer, `#${communeId}`),
    province: await readOne(people.checker, '96'),
    nation: await readOne(people.ministry, 'VN'),
  };
}

async function addTip(page: Page, topic: string): Promise<void> {
  await page.goto('/staff/registers/tips');
  await page
    .getByRole('button', { name: /^Thêm nguồn tin/ })
    .first()
    .click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Ngày tiếp nhận').fill(typed(lastDay));
  await form.getByLabel('Phân loại').selectOption({ label: 'Nguồn tin về an ninh, trật tự' });
  await form.getByLabel('Lĩnh vực').selectOption({ label: topic });
  await form.getByLabel('Kênh tiếp nhận').selectOption({ label: 'Đường dây nóng' });
  await form.getByRole('radiogroup', { name: 'Có giá trị' }).getByLabel('Có', { exact: true }).check();
  await form.getByRole('radiogroup', { name: 'Thẩm quyền' }).getByLabel('Thuộc thẩm quyền', { exact: true }).check();
  await form.getByRole('button', { name: 'Lưu', exact: true }).click();
  await expect(page.getByText(`Đã lưu nguồn tin ngày ${typed(lastDay)}.`).first()).toBeVisible();
}

const rowOf = (page: Page, indicator: string) => page.getByRole('row').filter({ hasText: indicator }).first();

async function openPeriod(page: Page): Promise<void> {
  await page.goto(`/staff/period?month=${month}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Kỳ báo cáo' })).toBeVisible();
}

async function submit(page: Page): Promise<void> {
  await openPeriod(page);
  await page.getByRole('button', { name: 'Nộp', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Nộp', exact: true }).click();
  await expect(page.getByText(`Đã nộp báo cáo tháng ${said}.`).first()).toBeVisible();
}

async function approve(): Promise<void> {
  const { approver } = people;
  await approver.goto(`/staff/approve?month=${month}`);
  const name = (await ask<{ unit: { nameVi: string } }>(people.officer, `/units/${communeId}`)).unit.nameVi;
  await approver.getByRole('link', { name }).or(approver.getByRole('button', { name })).first().click();
  await approver.getByRole('dialog').getByRole('button', { name: 'Duyệt', exact: true }).click();
  await expect(approver.getByText(`Đã duyệt báo cáo của ${name}.`).first()).toBeVisible();
}

test('the officer enters tips, voids one, and sees them counted', async () => {
  const { officer } = people;
  await openPeriod(officer);
  const shown = async () =>
    Number(
      (await rowOf(officer, 'Số nguồn tin nhân dân cung cấp').getByRole('button').first().innerText()).replaceAll(
        '.',
        '',
      ),
    );
  const count = await shown();
  await addTip(officer, 'Trộm cắp tài sản');
  await addTip(officer, 'Ma túy');
  await addTip(officer, 'Cháy, nổ');
  await officer
    .getByRole('button', { name: `Mở bản ghi ngày ${typed(lastDay)}` })
    .first()
    .click();
  await officer.getByRole('dialog').getByRole('button', { name: 'Hủy bản ghi' }).click();
  const voiding = officer.getByRole('dialog').filter({ hasText: 'Lý do hủy' }).last();
  await voiding.getByLabel('Nhập nhầm').check();
  await voiding.getByRole('button', { name: 'Hủy bản ghi' }).click();
  await expect(officer.getByText('Đã hủy: Nhập nhầm').first()).toBeVisible();
  await openPeriod(officer);
  entered = count + 2;
  await expect.poll(shown).toBe(entered);
});

test('the officer submits, the province returns it with a reason on a figure', async () => {
  await submit(people.officer);
  const { checker } = people;
  await checker.goto(`/staff/period?unit=${communeId}&month=${month}`);
  await checker.getByRole('button', { name: 'Trả lại', exact: true }).first().click();
  const dialog = checker.getByRole('dialog').filter({ hasText: 'Lý do' }).last();
  await dialog.getByRole('combobox', { name: 'Về' }).click();
  await checker.getByRole('option', { name: /^Số nguồn tin có giá trị/ }).click();
  await dialog.getByRole('textbox', { name: /^Lý do/ }).fill('Đề nghị rà lại tin về ma túy ngày cuối kỳ.');
  await dialog.getByRole('button', { name: 'Trả lại', exact: true }).click();
  await expect(checker.getByText(/^Đã trả lại báo cáo của/).first()).toBeVisible();
  expect(await readLevels()).toEqual(before);
});

test('the officer mends it, the province approves: every level moves by exactly that', async () => {
  const { officer } = people;
  await openPeriod(officer);
  await expect(rowOf(officer, 'Số nguồn tin có giá trị')).toContainText('Đề nghị rà lại tin về ma túy');
  await addTip(officer, 'Giao thông');
  entered += 1;
  await submit(officer);
  await approve();
  expect(await readLevels()).toEqual({
    commune: before.commune + entered,
    province: before.province + entered,
    nation: before.nation + entered,
  });
});

test('a late record shows as drift and enters by a correction', async () => {
  const { officer } = people;
  await addTip(officer, 'Lừa đảo');
  await openPeriod(officer);
  await expect(rowOf(officer, 'Số nguồn tin nhân dân cung cấp')).toContainText(
    `Lệch sổ: sổ ${entered + 1}, đã nộp ${entered}`,
  );
  await officer.getByRole('button', { name: 'Đính chính' }).click();
  await officer.getByRole('dialog').getByLabel('Lý do đính chính').fill('Một tin ngày cuối kỳ vào sổ muộn.');
  await officer.getByRole('dialog').getByRole('button', { name: 'Đính chính' }).click();
  await expect(officer.getByText(`Đã mở bản đính chính tháng ${said}.`).first()).toBeVisible();
  await submit(officer);
  expect((await readLevels()).nation).toBe(before.nation + entered);
  await approve();
  expect((await readLevels()).nation).toBe(before.nation + entered + 1);
});

test('the figure opens to its definition and its records', async () => {
  const { officer } = people;
  await openPeriod(officer);
  await rowOf(officer, 'Số nguồn tin nhân dân cung cấp').getByRole('button').first().click();
  const drawer = officer.getByRole('dialog');
  await expect(drawer).toContainText('Số nguồn tin nhân dân cung cấp');
  await expect(drawer).toContainText('Định nghĩa');
  await expect(drawer.getByRole('row')).not.toHaveCount(0);
});

test('the report opens and its Word document says the same', async () => {
  const { approver } = people;
  await approver.goto('/staff/report?unit=95&from=2013-08&to=2023-05&view=then');
  await expect(approver.getByRole('button', { name: /41\.736/ }).first()).toBeVisible();
  await expect(approver.getByText('phân bổ').first()).toBeVisible();
  const download = approver.waitForEvent('download');
  await approver
    .getByRole('link', { name: /Tải Word/ })
    .or(approver.getByRole('button', { name: /Tải Word/ }))
    .first()
    .click();
  const file = await (await download).path();
  const { value: text } = await mammoth.extractRawText({ buffer: await readFile(file) });
  for (const part of [
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'BÁO CÁO',
    '41.736',
    '6.769',
    '265',
    '1.294',
    '18.143',
    'Nơi nhận',
  ]) {
    expect(text).toContain(part);
  }
  await approver.goto('/staff/report?unit=96&from=2013-08&to=2023-05&view=today');
  await expect(approver.getByRole('button', { name: /41\.736/ }).first()).toBeVisible();
  await expect(approver.getByText(/64\/164/).first()).toBeVisible();
});
