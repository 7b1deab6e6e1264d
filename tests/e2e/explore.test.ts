import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { read } from '@e965/xlsx';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { signIn } from './people.ts';
import { expectSound } from './soundness.ts';

// Somebody asks a question of many figures, looks at its answer in every way, and takes it along.

const open = (page: Page, tab: string) => page.getByRole('tab', { name: tab, exact: true }).click();

for (const width of [390, 1366]) {
  test(`a question is asked, looked at in five ways and shared, at ${width} px`, async ({
    browser,
  }: {
    browser: Browser;
  }) => {
    const page = await signIn(browser, 'duyet', width);
    test.slow();
    await page.goto('/staff/explore?units=96:commune&periods=2026-09..2026-10');
    await expect(page.getByRole('heading', { level: 1, name: 'Khám phá số liệu' })).toBeVisible();
    await expect(page.getByRole('link', { name: /^Nguồn tin nhận được và có giá trị, năm/ })).toBeVisible();
    await expectSound(page);

    await page.getByRole('textbox', { name: 'Chỉ tiêu' }).fill('nguon tin co gia tri');
    await page.getByRole('option', { name: /^Số nguồn tin có giá trị/ }).click();
    if (width === 390) await page.getByRole('button', { name: 'Sửa câu hỏi' }).click();
    await page.getByRole('textbox', { name: 'Chỉ tiêu' }).fill('T01');
    await page.getByRole('option', { name: /^Số nguồn tin nhân dân cung cấp/ }).click();
    await expect(page).toHaveURL(/indicators=T02,T01/);
    const number = page.getByRole('button', { name: /^Số nguồn tin có giá trị, Xã Ninh Quới, .*Mở số liệu$/ }).last();
    await expect(number).toBeVisible();
    await expectSound(page);
    await number.click();
    await expect(page.getByRole('dialog').getByRole('heading', { name: 'Định nghĩa' })).toBeVisible();
    await page.getByRole('button', { name: 'Đóng' }).click();

    await open(page, 'Biểu đồ');
    await expect(page.getByRole('img', { name: /^Số nguồn tin có giá trị \(tin\)\. .*Xã Ninh Quới/ })).toBeVisible();
    await expectSound(page);
    await open(page, 'So sánh');
    await page.getByRole('combobox', { name: 'Kỳ đang xem' }).selectOption('10/2026');
    await expect(page.getByRole('row', { name: /^1 Xã Ninh Quới/ })).toBeVisible();
    await expectSound(page);
    await open(page, 'Nhiều biểu đồ nhỏ');
    await expect(page.getByRole('button', { name: /^Xã Ninh Quới: 9\/26 .*Mở số liệu/ })).toBeVisible();
    await expectSound(page);
    await open(page, 'Bản đồ');
    await expect(page.getByText('Chưa vẽ được bản đồ của các đơn vị này')).toBeVisible();
    await expectSound(page);

    // Whoever is given the address sees the same.
    const address = page.url();
    expect(address).toContain('at=2026-10');
    const other = await signIn(browser, 'trunguong', width);
    await other.goto(address);
    await expect(other.getByRole('tab', { name: 'Bản đồ' })).toHaveAttribute('aria-selected', 'true');
    await expect(other.getByRole('row', { name: /^1 Xã Ninh Quới/ })).toBeVisible();
    await other.context().close();
    await page.context().close();
  });
}

test('the nation is a map of tiles with both archipelagos, walked by keyboard down to the communes', async ({
  browser,
}: {
  browser: Browser;
}) => {
  test.slow();
  const page = await signIn(browser, 'trunguong');
  await page.goto('/staff/explore?indicators=X13&units=VN:province&periods=2026-10&view=today&tab=map');
  const map = page.getByRole('group', { name: /^Bản đồ: Tổng số xã/ });
  await map.waitFor();
  await expect(map).toContainText('Hoàng Sa');
  await expect(map).toContainText('Trường Sa');
  await expectSound(page);
  await map.getByRole('img', { name: /^Tỉnh Cà Mau: 64/ }).focus();
  await expect(page.getByRole('status').filter({ hasText: 'Tỉnh Cà Mau: 64 xã' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('status').filter({ hasText: 'Thành phố Cần Thơ' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/units=%23\d+:commune/);
  await page.goBack();
  await expect(map).toBeVisible();
  await page.context().close();
});

test('the answer comes along as Excel, CSV and a picture', async ({ browser }: { browser: Browser }) => {
  const page = await signIn(browser, 'duyet');
  await page.goto('/staff/explore?indicators=T01,T02&units=96:commune&periods=2026-10&view=today&tab=map');
  await expect(page.getByRole('row', { name: /^1 Xã Ninh Quới/ })).toBeVisible();
  const take = async (form: string): Promise<Buffer> => {
    await page.getByRole('button', { name: 'Tải về' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: form }).click();
    return readFile(await (await downloading).path());
  };
  const book = read(await take('Excel (.xlsx)'));
  expect(book.SheetNames).toEqual(['Bảng', 'Số liệu', 'Câu hỏi và định nghĩa']);
  expect(Object.values(book.Sheets['Bảng']!).some((cell) => cell.t === 'n' && cell.v === 12)).toBe(true);
  const csv = (await take('CSV (.csv)')).toString();
  expect(csv.startsWith('\u{FEFF}Mã chỉ tiêu;Chỉ tiêu;')).toBe(true);
  expect(csv).toMatch(
    /T01;Số nguồn tin nhân dân cung cấp;tin;\d{5};Xã Ninh Quới;10\/2026;15\/09\/2026;14\/10\/2026;12;;1;1;từ sổ/,
  );
  await page.goto('/staff/explore?indicators=T01&units=96&periods=2026-09..2026-10&view=today&tab=lines');
  await expect(page.getByRole('img', { name: /^Số nguồn tin nhân dân cung cấp/ })).toBeVisible();
  expect((await take('Hình đang xem (.png)')).subarray(1, 4).toString()).toBe('PNG');
  await page.context().close();
});

test('what cannot be answered is said where it was asked', async ({ browser }: { browser: Browser }) => {
  const page = await signIn(browser, 'duyet');
  await page.goto('/staff/explore?indicators=T01&units=04&periods=2026-10&view=today');
  await expect(page.getByRole('alert')).toBeVisible();
  await page.goto('/staff/explore?indicators=T01&units=96&periods=hom-qua&view=today');
  await expect(page.getByRole('alert')).toContainText('Không đọc được kỳ');
  await page.getByRole('combobox', { name: 'Thời gian' }).selectOption('Từng năm');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.context().close();
});

// Real boundaries are no part of the project: tried where somebody has put them beside it.
const folder = process.env.BOUNDARIES_FOLDER ?? join(import.meta.dirname, '../../../shared/data/boundaries');

test.describe('boundaries', () => {
  test.skip(!existsSync(join(folder, 'provinces-34.geojson')), 'there are no boundaries to import');

  for (const width of [1366, 390]) {
    test(`an administrator imports them and the map follows, at ${width} px`, async ({
      browser,
    }: {
      browser: Browser;
    }) => {
      const admin = await signIn(browser, 'quantri', width);
      await admin.goto('/staff/units/boundaries');
      await expect(admin.getByRole('heading', { level: 1, name: 'Ranh giới' })).toBeVisible();
      await admin.getByRole('button', { name: 'Nhập ranh giới' }).click();
      const panel = admin.getByRole('dialog', { name: 'Nhập ranh giới từ tệp GeoJSON' });
      const chooser = panel.locator('input[type=file]');
      const wrong = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: null }] };
      await chooser.setInputFiles({
        name: 'sai.geojson',
        mimeType: 'application/geo+json',
        buffer: Buffer.from(JSON.stringify(wrong)),
      });
      await expect(panel.getByText('đối tượng 1: không có mã đơn vị')).toBeVisible();
      await expectSound(admin);
      await chooser.setInputFiles(join(folder, 'provinces-34.geojson'));
      await panel.getByRole('textbox', { name: 'Nguồn công bố' }).fill('Bản thử');
      await expectSound(admin);
      await panel.getByRole('button', { name: 'Nhập 34 ranh giới' }).click();
      await expect(admin.getByText('34/34 tỉnh, thành phố')).toBeVisible();
      await expect(admin.getByRole('group', { name: 'Bản đồ 34 tỉnh, thành phố' })).toBeVisible();
      await expectSound(admin);
      await admin.context().close();

      const page = await signIn(browser, 'trunguong', width);
      await page.goto('/staff/explore?indicators=X13&units=VN:province&periods=2026-10&view=today&tab=map');
      await expect(page.getByText('Ranh giới: Bản thử')).toBeVisible();
      const map = page.getByRole('group', { name: /^Bản đồ: Tổng số xã/ });
      await expect(map.getByRole('img')).toHaveCount(34);
      await expect(map).toContainText('Hoàng Sa');
      await expectSound(page);
      await page.context().close();
    });
  }
});
