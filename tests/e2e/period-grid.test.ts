import { type Browser, expect, type Page, test } from '@playwright/test';
import { ask, signIn } from './people.ts';

// An officer at the grid of a month in which the commune owes initiatives: by keyboard alone, from Excel with one bad
// cell, and without a line.
const month = '2026-12';

type Row = { indicator: { code: string }; value: string | null; qualifier: string | null; reason: string | null };

test.describe.configure({ mode: 'serial' });

let page: Page;
let unitId: number;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  page = await signIn(browser, 'xa1');
  unitId = (await ask<{ posts: { unit: { id: number } }[] }>(page, '/me')).posts[0]!.unit.id;
  await page.goto(`/staff/period?month=${month}`);
  await expect(page.getByRole('heading', { name: /^II\. Mô hình/ })).toBeVisible({ timeout: 20_000 });
});

async function readKept(): Promise<Record<string, string>> {
  const { rows } = await ask<{ rows: Row[] }>(page, `/submissions/${unitId}/${month}`);
  const typed = rows.filter((row) => row.indicator.code.startsWith('M'));
  return Object.fromEntries(
    typed.map((row) => [row.indicator.code, [row.qualifier, row.value, row.reason].filter(Boolean).join(' ')]),
  );
}

const cell = (name: string) => page.getByRole('textbox', { name: `${name}, kỳ này` });
const groups = () => cell('Số tổ, đội, câu lạc bộ của các mô hình');
const members = () => cell('Số thành viên của các tổ, đội, câu lạc bộ');
const established = () => cell('Số mô hình xây dựng mới');
const replicated = () => cell('Số mô hình được nhân rộng');
const common = 'Số liệu theo sổ theo dõi của xã';

async function expectNothingUnsaved(): Promise<void> {
  await expect(page.getByText(/ô chưa lưu\. Lưu xong/)).toHaveCount(0);
}

async function paste(text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+V');
}

test('types by keyboard alone; every figure is kept with the common source', async () => {
  const names = page.getByRole('button', { name: /^Số loại mô hình đang duy trì, kỳ này/ });
  await names.focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('textbox', { name: /^Tên, mỗi dòng một tên/ })
    .fill('Camera an ninh\nTiếng kẻng\nCamera  an ninh');
  await expect(page.getByText('2 tên khác nhau')).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(names).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(groups()).toBeFocused();
  await page.keyboard.type('38');
  await page.keyboard.press('Enter');
  await page.keyboard.type('hơn 9.800');
  await page.keyboard.press('ArrowDown');
  await expect(established()).toBeFocused();
  await page.keyboard.type('12');
  const caret = () =>
    established().evaluate((input: HTMLInputElement) => [input.value, input.selectionStart, input.selectionEnd]);
  // A number saved elsewhere may come back between two keys; F2 begins at the end each time.
  await expect(async () => {
    await page.keyboard.press('F2');
    expect(await caret()).toEqual(['12', 2, 2]);
    await page.keyboard.press('ArrowLeft');
    expect(await caret()).toEqual(['12', 1, 1]);
  }).toPass();
  await page.keyboard.type('0');
  await expect(established()).toHaveValue('102');
  await page.keyboard.press('Escape');
  await expect(established()).toHaveValue('');
  await page.keyboard.press('Home');
  await expect(names).toBeFocused();
  await page.keyboard.press('End');
  await expect(names).not.toBeFocused();
  await replicated().focus();
  await page.keyboard.type('0');
  await page.keyboard.press('Shift+Enter');
  await expectNothingUnsaved();
  expect(await readKept()).toMatchObject({
    M01: `2 ${common}`,
    M03: `38 ${common}`,
    M04: `over 9800 ${common}`,
    M06: `0 ${common}`,
  });
  expect((await readKept()).M05).not.toMatch(/\d/);
});

test('pastes a block with one bad cell, which is answered at its place; the mended cell is kept too', async () => {
  await groups().focus();
  await paste('41.736\tSổ tổ tự quản\r\n1,5 triệu\r\nhai câu lạc bộ\r\ngần 1.600\r\n');
  await expect(page.getByText('Đã dán 4 ô. 1 ô chưa đọc được')).toBeVisible();
  await expect(page.getByText('“hai câu lạc bộ” không phải là số.')).toBeVisible();
  await expect(established()).toHaveValue('hai câu lạc bộ');
  await expect
    .poll(readKept)
    .toMatchObject({ M03: '41736 Sổ tổ tự quản', M04: `1500000 ${common}`, M06: `nearly 1600 ${common}` });
  await established().focus();
  await page.keyboard.type('2');
  await page.keyboard.press('Enter');
  await expectNothingUnsaved();
  expect((await readKept()).M05).toBe(`2 ${common}`);
  await replicated().focus();
  await page.keyboard.press('End');
  await paste('1\n2');
  await expect(page.getByText('từ ô này chỉ còn 1 ô nhập. Chưa dán gì.')).toBeVisible();
});

test('what is typed without a line stays on the device, and is kept when the line is back', async () => {
  await page.context().setOffline(true);
  await members().focus();
  await page.keyboard.type('77');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Chưa gửi được, giữ trên máy này').first()).toBeVisible({ timeout: 15_000 });
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await page.context().setOffline(false);
  await expectNothingUnsaved();
  expect(await readKept()).toMatchObject({ M04: `77 ${common}`, M05: `5 ${common}` });
});

test('typed back to what is kept while another number waits for the line, the last one typed counts', async () => {
  await page.context().setOffline(true);
  await members().focus();
  await page.keyboard.type('7');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Chưa gửi được, giữ trên máy này').first()).toBeVisible({ timeout: 15_000 });
  await members().focus();
  await page.keyboard.type('77');
  await page.keyboard.press('Enter');
  await page.context().setOffline(false);
  await expectNothingUnsaved();
  expect(await readKept()).toMatchObject({ M04: `77 ${common}` });
});

test('changed by two, one cell shows both, and the other cell follows', async () => {
  await page.context().setOffline(true);
  await members().focus();
  await page.keyboard.type('178');
  await page.keyboard.press('Enter');
  await page.keyboard.type('17');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Chưa gửi được, giữ trên máy này').first()).toBeVisible({ timeout: 15_000 });
  const path = `/submissions/${unitId}/${month}`;
  const { revision } = await ask<{ revision: number }>(page, path);
  const meanwhile = { revision, reason: common, cells: [{ indicatorCode: 'M05', value: '16' }] };
  expect((await page.request.put(`/api/v1${path}/supplements`, { data: meanwhile })).ok()).toBe(true);
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Lưu bản của tôi' }).click();
  await expectNothingUnsaved();
  expect(await readKept()).toMatchObject({ M04: `178 ${common}`, M05: `17 ${common}` });
});
