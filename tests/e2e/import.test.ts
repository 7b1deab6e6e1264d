import { readFile } from 'node:fs/promises';
import { read, utils, type WorkBook, write } from '@e965/xlsx';
import { expect, type Page, test } from '@playwright/test';
import { ask, signIn } from './people.ts';
import { expectSoundAtBothWidths } from './soundness.ts';

// An officer brings ten thousand rows in: refused, mended in the marked file, confirmed.
const count = 10_000;
const headers = [
  'STT',
  'Cấp',
  'Tên',
  'Loại hình',
  'Đơn vị chủ trì',
  'Nguồn gốc',
  'Cấp trên chọn nhân rộng',
  'Ngày xây dựng',
  'Tính đến ngày',
  'Trạng thái',
];
const firstRow = 4;

function makeWorkbook(): Buffer {
  const rows = Array.from({ length: count }, (_, index) => [
    index + 1,
    'Mô hình',
    `Mô hình thử ${index + 1}`,
    'Camera an ninh',
    'Công an',
    'Do đơn vị xây dựng',
    'Chưa',
    '05/01/2026',
    '05/01/2026',
    'Đang hoạt động',
  ]);
  rows[0]![7] = '31/02/2026';
  rows[4_999]![3] = 'Ca mê ra';
  rows[9_999]![2] = '';
  const workbook = utils.book_new();
  const sheet = utils.aoa_to_sheet([['DANH SÁCH MÔ HÌNH'], [], headers, ...rows]);
  utils.book_append_sheet(workbook, sheet, 'Danh sách');
  return write(workbook, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
}

const planted = [`H${firstRow}`, `D${firstRow + 4_999}`, `C${firstRow + 9_999}`];

async function choose(page: Page, content: Buffer): Promise<void> {
  const mimeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  await page.locator('input[type=file]').setInputFiles({ name: 'mo-hinh.xlsx', mimeType, buffer: content });
}

function mend(marked: WorkBook): Buffer {
  const sheet = marked.Sheets['Danh sách']!;
  const values = ['05/01/2026', 'Camera an ninh', 'Mô hình thử cuối'];
  planted.forEach((address, index) => (sheet[address] = { t: 's', v: values[index]! }));
  return write(marked, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer;
}

const countInitiatives = async (page: Page): Promise<number> =>
  (await ask<{ total: number }>(page, '/initiatives?limit=1')).total;

test('an officer takes ten thousand rows through refuse, mend and confirm', async ({ browser }) => {
  test.setTimeout(600_000);
  const page = await signIn(browser, 'xa1');
  const before = await countInitiatives(page);
  await page.goto('/staff/registers/initiatives');
  await page.getByRole('button', { name: 'Excel' }).click();
  await page.getByRole('menuitem', { name: 'Nhập từ Excel' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('từ Excel');
  await expectSoundAtBothWidths(page);

  await choose(page, makeWorkbook());
  await expect(page.getByText('3 dòng bị từ chối')).toBeVisible({ timeout: 240_000 });
  await expect(page.getByRole('status')).toContainText('Đã kiểm tra 10.000 dòng.');
  for (const address of planted) await expect(page.getByRole('cell', { name: address, exact: true })).toBeVisible();
  await expect(page.getByText('Không có ngày “31/02/2026” trong lịch.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Nhập .* bản ghi/ })).toHaveCount(0);
  await expectSoundAtBothWidths(page);

  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 240_000 }),
    page.getByRole('link', { name: 'Tải tệp đã đánh dấu' }).click(),
  ]);
  const marked = read(await readFile(await download.path()), { cellStyles: true });
  for (const address of planted) {
    const cell = marked.Sheets['Danh sách']![address] as { c?: { t: string }[]; s?: { fgColor?: { rgb: string } } };
    expect(cell.c?.[0]?.t, address).toContain('Bình Yên');
    expect(cell.s?.fgColor?.rgb, address).toBe('FFC7CF');
  }
  expect(await countInitiatives(page)).toBe(before);

  await page.getByRole('button', { name: 'Tải tệp khác lên' }).click();
  await choose(page, mend(marked));
  const confirm = page.getByRole('button', { name: 'Nhập 10.000 bản ghi' });
  await expect(confirm).toBeVisible({ timeout: 240_000 });
  await expectSoundAtBothWidths(page);
  await confirm.click();
  await expect(page.getByText('Đã ghi 10.000 bản ghi mới vào sổ.')).toBeVisible({ timeout: 240_000 });
  expect(await countInitiatives(page)).toBe(before + count);
  await page.getByRole('button', { name: 'Mở sổ' }).click();
  await expect(page.getByText(/10\.\d\d\d bản ghi/)).toBeVisible();
});
