import { type Browser, expect, type Page, test } from '@playwright/test';
import { demonstrationPassphrase } from '../../src/demonstration/people.ts';
import { ask, houseUrl, signIn } from './people.ts';
import { expectSound } from './soundness.ts';

async function unlock(page: Page, passphrase = demonstrationPassphrase): Promise<void> {
  await page.getByLabel('Cụm mật khẩu mở khóa').fill(passphrase);
  await page.getByRole('button', { name: 'Mở khóa', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Khóa lại' }).first()).toBeVisible();
}

/** A tip told by phone, sealed in the browser. */
async function record(page: Page, what: string): Promise<void> {
  await page.goto('/staff/inbox/record');
  await page.getByLabel('Sự việc').fill(what);
  await page.getByLabel('Liên hệ của người báo tin').fill('0900 000 001');
  await expectSound(page);
  await page.getByRole('button', { name: 'Niêm phong và ghi nhận' }).click();
  await expect(page.getByRole('heading', { name: 'Thời hạn' })).toBeVisible();
}

async function open(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Mở nội dung' }).click();
  await expect(page.getByRole('heading', { name: 'Trao đổi với người báo tin' })).toBeVisible();
}

for (const width of [390, 1366]) {
  test(`a handler records, opens, verifies, decides and closes a tip, at ${width} px`, async ({
    browser,
  }: {
    browser: Browser;
  }) => {
    test.slow();
    const page = await signIn(browser, 'xulytin1', width);
    const what = `Xe lạ đỗ đêm ở đầu ngõ ${width}`;
    await record(page, what);
    await expect(page.getByText(what)).toBeHidden();
    await unlock(page);
    await open(page);
    await expect(page.getByText(what)).toBeVisible();
    await expect(page.getByText('0900 000 001')).toBeVisible();
    await expect(page.getByText('Đã mở nội dung 1 lần')).toBeVisible();
    await expectSound(page);

    await page.getByRole('button', { name: 'Đã báo tiếp nhận bằng cách khác' }).click();
    await expect(page.getByRole('listitem').filter({ hasText: 'Báo tiếp nhận bằng cách khác' })).toBeVisible();
    await page.getByRole('button', { name: 'Phân loại' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Lĩnh vực').selectOption('theft');
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Phân loại' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Xác minh', exact: true }).click();
    await expect(page.getByText('Đang xác minh').first()).toBeVisible();
    await page.getByRole('button', { name: 'Gia hạn' }).click();
    await dialog.getByRole('button', { name: 'Gia hạn' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Ghi kết quả' }).click();
    await dialog.getByLabel('Số vụ làm rõ').fill('1');
    await expectSound(page);
    await dialog.getByRole('button', { name: 'Ghi kết quả' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Đã báo kết quả cho người báo tin' }).click();
    await page.getByRole('button', { name: 'Đóng tin' }).click();
    await expect(page.getByText('Tin này không còn bước nào.')).toBeVisible();
    await expectSound(page);
    await page.goto('/staff/inbox?queue=ended');
    await expect(page.getByRole('link', { name: /Trộm cắp tài sản/ }).first()).toBeVisible();
    await expectSound(page);

    const head = await signIn(browser, 'xa1', width);
    await head.goto('/staff/tip-oversight');
    await expect(head.getByText('Cán bộ xử lý tin xã 1 (minh họa)').first()).toBeVisible();
    await expect(head.getByText(what)).toBeHidden();
    await expectSound(head);
    await head.context().close();
    await page.context().close();
  });
}

test('a tip of another unit is sealed anew for it; the first unit keeps the trail alone', async ({ browser }) => {
  test.slow();
  const page = await signIn(browser, 'xulytin1');
  await record(page, 'Việc thuộc xã bên cạnh');
  await unlock(page);
  await open(page);
  const second = await signIn(browser, 'xulytin2');
  const me = await ask<{ posts: { unit: { code: string; nameVi: string } }[] }>(second, '/me');
  const unit = me.posts[0]!.unit;
  await page.getByRole('button', { name: 'Chuyển hộp tin khác' }).click();
  const dialog = page.getByRole('dialog');
  const field = dialog.getByRole('textbox', { name: 'Đơn vị có thẩm quyền' });
  await field.fill(unit.code);
  await page.getByRole('option', { name: unit.nameVi }).first().click();
  await expect(dialog.getByText(`Sẽ đến hộp tin của ${unit.nameVi}.`)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Gõ “chuyển” để xác nhận' }).fill('chuyển');
  await expectSound(page);
  await dialog.getByRole('button', { name: 'Chuyển hộp tin khác' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Hộp tin' })).toBeVisible();
  await page.getByRole('link', { name: /Đã chuyển đi/ }).click();
  await expect(page.getByText(unit.nameVi).first()).toBeVisible();

  await second.goto('/staff/inbox');
  await second
    .getByRole('link', { name: /Chưa phân loại/ })
    .first()
    .click();
  await unlock(second);
  await open(second);
  await expect(second.getByText('Việc thuộc xã bên cạnh')).toBeVisible();
  await page.context().close();
  await second.context().close();
});

test('two custodians open an inbox for a handler who forgot the passphrase', async ({ browser }) => {
  test.slow();
  const page = await signIn(browser, 'xulytin2');
  await record(page, 'Chỉ mở được bằng khóa dự phòng');
  const address = new URL(page.url()).pathname;
  await page.goto('/staff/inbox-keys');
  await page.getByRole('button', { name: 'Tôi quên cụm mật khẩu' }).click();
  const passphrase = 'một cụm mật khẩu hoàn toàn mới';
  await page.getByLabel('Cụm mật khẩu mới').fill(passphrase);
  await page.getByLabel('Gõ lại cụm mật khẩu').fill(passphrase);
  await page.getByRole('button', { name: 'Tạo khóa' }).click();
  await expect(page.getByText('Bạn chưa mở được hộp tin này.')).toBeVisible();
  await expectSound(page);
  await page.getByRole('button', { name: 'Xin mở khóa dự phòng' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Lý do').fill('Quên cụm mật khẩu, đơn vị không còn ai khác.');
  await dialog.getByRole('button', { name: 'Xin mở khóa dự phòng' }).click();
  await expect(page.getByText('0/2 mảnh đã chuyển')).toBeVisible();
  for (const signInName of ['giukhoa1', 'giukhoa3']) {
    const custodian = await signIn(browser, signInName);
    await custodian.goto('/staff/inbox-keys');
    await unlock(custodian);
    await expectSound(custodian);
    await custodian.getByRole('button', { name: 'Chuyển mảnh khóa của tôi' }).click();
    await expect(custodian.getByRole('button', { name: 'Chuyển mảnh khóa của tôi' })).toBeHidden();
    await custodian.context().close();
  }
  await page.reload();
  await unlock(page, passphrase);
  await page.getByRole('button', { name: 'Ghép mảnh và mở hộp tin' }).click();
  await expect(page.getByText('Đã mở', { exact: true })).toBeVisible();
  await page.goto(address);
  await unlock(page, passphrase);
  await open(page);
  await expect(page.getByText('Chỉ mở được bằng khóa dự phòng')).toBeVisible();
  await page.context().close();
});

test('a resident sends a tip, its handler answers, the resident reads the answer and writes again', async ({
  browser,
}) => {
  test.slow();
  const handler = await signIn(browser, 'xulytin1');
  const me = await ask<{ posts: { unit: { code: string } }[] }>(handler, '/me');
  const context = await browser.newContext({
    baseURL: houseUrl,
    viewport: { width: 390, height: 844 },
    locale: 'vi-VN',
  });
  const resident = await context.newPage();
  const what = `Có người phá khóa nhà kho ${Date.now()}`;
  await resident.goto(`/bao-tin?noi=${me.posts[0]!.unit.code}`);
  await resident.getByRole('button', { name: 'Bắt đầu báo tin' }).click();
  const goOn = () => resident.getByRole('button', { name: 'Tiếp tục' }).click();
  await resident.getByRole('radio', { name: 'Trộm cắp tài sản' }).check();
  await goOn();
  await resident.getByRole('textbox', { name: 'Chuyện gì đã xảy ra?' }).fill(what);
  await goOn();
  await goOn();
  await goOn();
  await resident.getByRole('radio', { name: 'Không' }).check();
  await goOn();
  await goOn();
  await resident.getByRole('button', { name: 'Niêm phong và gửi' }).click();
  await expect(resident.getByRole('heading', { level: 1 })).toHaveText('Tin đã được nhận', { timeout: 30_000 });
  const code = (await resident.locator('[data-code]').textContent())!;
  await resident.getByRole('checkbox', { name: 'Tôi đã chép mã' }).check();

  await handler.goto('/staff/inbox');
  await expectSound(handler);
  await handler
    .getByRole('link', { name: /Chưa phân loại/ })
    .first()
    .click();
  await unlock(handler);
  await open(handler);
  await expect(handler.getByText(what)).toBeVisible();
  const answer = 'Chúng tôi đã cử người đến xem. Cảm ơn bạn.';
  await handler.getByLabel('Trả lời hoặc hỏi thêm').fill(answer);
  await handler.getByRole('button', { name: 'Niêm phong và gửi' }).click();
  await expect(handler.getByText('Đã gửi trả lời.')).toBeVisible();
  await expectSound(handler);

  const follow = async (): Promise<void> => {
    await resident.goto('/xem-tin');
    await resident.getByRole('textbox', { name: 'Mã biên nhận' }).fill(code);
    await resident.getByRole('button', { name: 'Mở tin' }).click();
  };
  await follow();
  await expect(resident.getByText(answer)).toBeVisible();
  // The resident sees how often the content was opened.
  await expect(resident.getByText('1 lần', { exact: true })).toBeVisible();
  await expectSound(resident);
  await resident.getByRole('textbox', { name: 'Viết thêm' }).fill('Họ đi xe tải màu xanh.');
  await resident.getByRole('button', { name: 'Gửi thêm' }).click();
  await expect(resident.getByText('Họ đi xe tải màu xanh.')).toBeVisible();
  await handler.reload();
  await unlock(handler);
  await open(handler);
  await expect(handler.getByText('Họ đi xe tải màu xanh.')).toBeVisible();
  for (const page of [handler, resident]) await page.context().close();
});
