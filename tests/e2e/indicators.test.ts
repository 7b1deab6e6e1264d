import { type Browser, expect, test } from '@playwright/test';
import { addMonths, determineMonthOf, listMonths, vietnamDay } from '../../src/platform/periods.rules.ts';
import { ask, signIn } from './people.ts';
import { expectSound } from './soundness.ts';

type Line = { unit: { id: number }; revision: number; isCorrection: boolean };

/** The corrections of the last months are approved, so that the next indicator can be computed backwards. */
async function approveCorrections(browser: Browser): Promise<void> {
  const page = await signIn(browser, 'duyet');
  const running = determineMonthOf(vietnamDay(new Date()));
  for (const month of listMonths(addMonths(running, -12), addMonths(running, -1))) {
    const { items } = await ask<{ items: Line[] }>(page, `/submissions?month=${month}&state=submitted`);
    const submissions = items
      .filter((line) => line.isCorrection)
      .map(({ unit, revision }) => ({ unitId: unit.id, month, revision }));
    if (submissions.length === 0) continue;
    const answer = await page.request.post('/api/v1/submissions/approve', { data: { submissions } });
    expect(answer.ok(), await answer.text()).toBe(true);
  }
  await page.context().close();
}

// Three people at three browsers, one after the other.
test.describe.configure({ timeout: 180_000 });

for (const [number, width] of [390, 1366].entries()) {
  test(`an administrator of a province adds an indicator with a second person, and it is computed backwards, at ${width} px`, async ({
    browser,
  }: {
    browser: Browser;
  }) => {
    const code = `TX${number + 1}`;
    const administrator = await signIn(browser, 'quantri.tinh', width);
    await administrator.goto('/staff/indicators?text=nguon%20tin');
    await expect(administrator.getByRole('link', { name: /^T01 · / })).toBeVisible();
    await expectSound(administrator);
    await administrator.getByRole('link', { name: 'Đề xuất chỉ tiêu' }).click();

    const form = administrator.locator('main form');
    await form.getByLabel(/^Mã/).fill('T99');
    await form.getByLabel(/^Tên tiếng Việt/).fill(`Số nguồn tin về trộm cắp ${code}`);
    await form.getByLabel(/^Tên tiếng Anh/).fill(`Tips on theft ${code}`);
    await form.getByLabel(/^Đơn vị tính \(tiếng Việt\)/).fill('tin');
    await form.getByLabel(/^Đơn vị tính \(tiếng Anh\)/).fill('tips');
    await form.getByLabel(/^Định nghĩa \(tiếng Việt\)/).fill('Đếm nguồn tin về trộm cắp tiếp nhận trong kỳ.');
    await form.getByLabel(/^Định nghĩa \(tiếng Anh\)/).fill('Tips on theft received in the period.');
    await form.getByLabel(/^Căn cứ/).fill('Kế hoạch của tỉnh');
    await form.getByRole('button', { name: 'Thêm điều kiện' }).click();
    await form.getByLabel('Trường chọn sẵn').selectOption({ label: 'Lĩnh vực' });
    await form.getByRole('combobox', { name: /^Là một trong/ }).fill('trom');
    await administrator.getByRole('option', { name: /Trộm cắp/ }).click();
    await administrator.keyboard.press('Escape');
    await form.getByRole('button', { name: 'Từ tháng' }).click();
    const months = administrator.getByRole('dialog').filter({ hasText: '15/11–14/12' });
    await months.getByRole('button', { name: 'Năm trước' }).click();
    await months.getByRole('button', { name: '15/11–14/12' }).click();
    await form.getByRole('button', { name: 'Gửi đề xuất' }).click();
    await expect(form.getByText(/Mã gồm 2 đến 4 chữ cái in hoa/)).toBeVisible();
    await expectSound(administrator);
    await form.getByLabel(/^Mã/).fill(code);
    await form.getByRole('button', { name: 'Gửi đề xuất' }).click();
    await expect(administrator.getByRole('heading', { level: 1, name: `Đề xuất chỉ tiêu ${code}` })).toBeVisible();
    await expect(administrator.getByRole('button', { name: 'Cho có hiệu lực' })).toBeHidden();
    const url = administrator.url();
    await administrator.context().close();

    const approver = await signIn(browser, 'duyet', width);
    await approver.goto(url);
    await approver.getByRole('button', { name: 'Xem thử' }).click();
    await expect(approver.getByText('Số đơn vị được đếm').first()).toBeVisible();
    await approver.getByRole('checkbox', { name: /^Tôi đã đọc định nghĩa/ }).check();
    await expectSound(approver);
    await approver.getByRole('button', { name: 'Cho có hiệu lực' }).click();
    await expect(approver.getByRole('heading', { level: 1, name: `Số nguồn tin về trộm cắp ${code}` })).toBeVisible();
    await approver.context().close();

    const checker = await signIn(browser, 'kiemtra', width);
    await checker.goto(`/staff/indicators/${code}`);
    await expect(checker.getByText('Đơn vị × tháng cần tính')).toBeVisible();
    await expectSound(checker);
    await checker.getByRole('button', { name: 'Tính lùi và nộp đính chính' }).click();
    await expect(checker.getByText('Đã tính xong; các đính chính đang chờ duyệt.')).toBeVisible();
    await expect(checker.getByRole('button', { name: 'Tính lùi và nộp đính chính' })).toBeDisabled();
    await expectSound(checker);
    await checker.context().close();
    await approveCorrections(browser);
  });

  test(`the figures of a residential areas' year are counted from records, or said not to be known, at ${width} px`, async ({
    browser,
  }: {
    browser: Browser;
  }) => {
    const page = await signIn(browser, 'duyet', width);
    await page.goto('/staff/window-figures');
    await expect(page.getByText('Chọn đơn vị, kỳ xét và ít nhất một chỉ tiêu.')).toBeVisible();
    await expectSound(page);
    await page.goto('/staff/window-figures?indicators=T01,S01&year=2026');
    await expect(page.getByText('không suy ra được').first()).toBeVisible();
    await expect(page.getByText('01/11/2025–31/10/2026').first()).toBeVisible();
    // The communes of the demonstration keep the register of tips for the last three closed months.
    const month = addMonths(determineMonthOf(vietnamDay(new Date())), -2);
    await page.goto(
      `/staff/window-figures?indicators=T01,T03,M03,S01&calendar=own&fromDay=${addMonths(month, -1)}-20&toDay=${addMonths(month, 1)}-10`,
    );
    await expect(page.getByText('Bản ghi theo ngày').first()).toBeVisible();
    await expect(page.getByText('không suy ra được').first()).toBeVisible();
    await expectSound(page);
    await page
      .getByLabel('Kỳ xét', { exact: true })
      .selectOption({ label: 'Năm báo cáo hành chính (15/12 đến 14/12)' });
    await expect(page.getByText('Tháng đã duyệt').first()).toBeVisible();
    await expectSound(page);
    await page.context().close();
  });
}
