import { readFile } from 'node:fs/promises';
import { read } from '@e965/xlsx';
import { expect, type Page, test } from '@playwright/test';
import mammoth from 'mammoth';
import { ask, signIn } from './people.ts';

// A province officer writes the ten-year review of Bạc Liêu, freezes it and takes its documents along.
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await signIn(browser, 'duyet');
});

async function download(form: string): Promise<Buffer> {
  await page.getByRole('button', { name: 'Tải về' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: form }).click();
  return readFile(await (await downloading).path());
}

test('the officer begins a report of a former province', async () => {
  const { items } = await ask<{ items: { id: number; code: string; kind: string }[] }>(page, '/units?text=bac%20lieu');
  const unit = items.find(({ code, kind }) => code === '95' && kind === 'province')!;
  const begun = await page.request.post('/api/v1/reports', {
    data: {
      unitId: unit.id,
      kind: 'final',
      from: '2013-08',
      to: '2023-05',
      view: 'then',
      asKnownOn: null,
      comparison: 'none',
    },
  });
  expect(begun.ok(), await begun.text()).toBe(true);
  await page.goto('/staff/reports');
  await expect(page.getByRole('heading', { level: 1, name: 'Báo cáo' })).toBeVisible();
  await page.getByRole('link', { name: /^Tổng kết phong trào .* tỉnh Bạc Liêu/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Tổng kết phong trào/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /41\.736/ }).first()).toBeVisible();
});

test('own words are kept as typed, and figures are rounded where chosen', async () => {
  const words = 'Tình hình an ninh, trật tự trên địa bàn cơ bản ổn định.';
  await page.getByLabel('Phần tự viết: Tình hình', { exact: true }).fill(words);
  await expect(page.getByText('Đã lưu.').first()).toBeVisible();
  await page.reload();
  // The whole report is computed anew.
  await expect(page.getByLabel('Phần tự viết: Tình hình', { exact: true })).toHaveValue(words, { timeout: 20_000 });

  await page.getByRole('button', { name: 'Làm tròn số' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Chỉ tiêu' }).click();
  await page.getByRole('option', { name: 'Số nguồn tin có giá trị' }).click();
  await dialog.getByRole('combobox', { name: 'Đến hàng' }).click();
  await page.getByRole('option', { name: '1.000', exact: true }).click();
  await dialog.getByRole('button', { name: 'Thêm' }).click();
  await dialog.getByRole('button', { name: 'Lưu cách viết' }).click();
  await expect(page.getByRole('button', { name: /trên 41\.000/ }).first()).toBeVisible();
});

test('the comparison is chosen in its settings', async () => {
  await page.getByRole('button', { name: 'Kỳ, tên, so sánh' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'So sánh' }).click();
  await page.getByRole('option', { name: 'Với cùng kỳ năm trước' }).click();
  await dialog.getByRole('button', { name: 'Lưu', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Kỳ so sánh' }).first()).toBeVisible();
});

test('it is frozen, rebuilt to the same numbers, and taken along as Word, Excel and PDF', async () => {
  await page.getByRole('button', { name: 'Chốt số liệu' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Chốt số liệu' }).click();
  await expect(page.getByText('Đã chốt số liệu').first()).toBeVisible();
  await expect(page.getByLabel('Phần tự viết: Tình hình', { exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Dựng lại' }).click();
  await expect(page.getByText(/mọi số liệu đúng như đã chốt/)).toBeVisible();

  const { value: word } = await mammoth.extractRawText({ buffer: await download('Word (.docx)') });
  for (const part of ['cơ bản ổn định', 'trên 41.000', '41.736', '6.769', '1.294', '18.143', 'Phụ lục II']) {
    expect(word).toContain(part);
  }
  const book = read(await download('Excel (.xlsx)'));
  const sheet = book.Sheets['Báo cáo']!;
  expect(Object.values(sheet).some((cell) => cell.t === 'n' && cell.v === 41_736)).toBe(true);
  expect((await download('PDF')).subarray(0, 5).toString()).toBe('%PDF-');
});
