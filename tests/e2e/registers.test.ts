import { type Browser, expect as expectOf, type Locator, type Page, test } from '@playwright/test';
import { addMonths, determineMonthOf, vietnamDay } from '../../src/platform/periods.rules.ts';
import { signIn } from './people.ts';

// A commune officer keeps the register of initiatives: an initiative, its site, a group that grows, and what goes wrong.
const thisMonth = determineMonthOf(vietnamDay(new Date()));
const dayOf = (monthsBack: number): string =>
  `01/${addMonths(thisMonth, -monthsBack).split('-').toReversed().join('/')}`;
const established = dayOf(6);
const grown = dayOf(2);
const mark = Date.now().toString(36);
const names = {
  initiative: `Tiếng kẻng an ninh ${mark}`,
  site: `Điểm khóm Bốn ${mark}`,
  group: `Tổ tự quản số Một ${mark}`,
};

test.describe.configure({ mode: 'serial', timeout: 120_000 });

const expect = expectOf.configure({ timeout: 15_000 });

let page: Page;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  page = await signIn(browser, 'xa3');
});

async function openForm(): Promise<Locator> {
  await page.goto('/staff/registers/initiatives');
  await page
    .getByRole('button', { name: /^Thêm mô hình, điểm, tổ/ })
    .first()
    .click();
  const form = page.getByRole('dialog', { name: 'Thêm mô hình, điểm, tổ' });
  await expect(form.getByLabel('Mô hình', { exact: true })).toBeFocused();
  return form;
}

/** Finds in a picker by some letters without diacritics. */
async function pick(form: Locator, label: string, letters: string, found: string): Promise<void> {
  await form
    .getByRole('textbox', { name: label })
    .or(form.getByRole('combobox', { name: label }))
    .fill(letters);
  await form.getByRole('option', { name: found }).first().click();
}

async function fillRest(form: Locator): Promise<void> {
  await form.getByLabel('Đơn vị chủ trì').selectOption({ label: 'Công an' });
  await form.getByLabel('Ngày xây dựng').fill(established);
  await form.getByLabel('Tính đến ngày').fill(established);
  await form.getByLabel('Trạng thái').selectOption({ label: 'Đang hoạt động' });
}

async function save(form: Locator): Promise<void> {
  await form.getByRole('button', { name: 'Lưu', exact: true }).click();
}

const saved = `Đã lưu mô hình, điểm, tổ ngày ${established}.`;

async function expectSaved(): Promise<void> {
  await expect(page.getByText(saved).first()).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function openRecord(name: string): Promise<Locator> {
  await page.goto('/staff/registers/initiatives');
  await page.getByRole('textbox', { name: 'Tên' }).fill(name);
  await page.getByRole('button', { name, exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Mô hình', exact: true });
  await expect(panel.getByRole('heading', { name: 'Lịch sử' })).toBeVisible();
  return panel;
}

test('the old address of the register of tips leads on', async () => {
  await page.goto('/staff/tips?topic=theft');
  await expect(page).toHaveURL(/\/staff\/registers\/tips\?topic=theft$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Sổ nguồn tin' })).toBeVisible();
});

test('the officer enters an initiative by keyboard alone', async () => {
  await page.goto('/staff/registers/initiatives');
  await page
    .getByRole('button', { name: /^Thêm mô hình, điểm, tổ/ })
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Mô hình', { exact: true })).toBeFocused();
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press('Space', 'Tab');
  await page.keyboard.type(names.initiative);
  await press('Tab');
  await page.keyboard.type('to tu quan');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(1);
  await press('Enter');
  await expect(page.getByRole('combobox', { name: 'Loại hình' })).toHaveValue('Tổ tự quản về an ninh, trật tự');
  // Led by the police, of own origin, taken up by nobody yet.
  await press('Tab', 'ArrowDown', 'Tab', 'Space', 'Tab', 'Space', 'Enter');
  // Refused: the first field to mend has the focus.
  await expect(page.getByLabel('Ngày xây dựng')).toBeFocused();
  await page.keyboard.type(established.replaceAll('/', ''));
  const since = page.getByLabel('Tính đến ngày');
  while (!(await since.evaluate((field) => field === document.activeElement))) await press('Tab');
  await page.keyboard.type(established);
  // Past the calendar to the status: in preparation, active.
  await press('Tab', 'Tab', 'ArrowDown', 'ArrowDown');
  await expect(page.getByRole('dialog').getByLabel('Trạng thái')).toHaveValue('active');
  await press('Shift+Tab', 'Shift+Tab', 'Enter');
  await expectSaved();
});

test('a site and a group of 12 members carry it; a choice that no longer fits is taken out', async () => {
  const site = await openForm();
  await site.getByLabel('Điểm', { exact: true }).check();
  await site.getByRole('textbox', { name: 'Tên' }).fill(names.site);
  await pick(site, 'Loại hình', 'camera', 'Camera an ninh');
  await expect(site.getByLabel('Số camera, bóng đèn')).toHaveValue('0');
  await pick(site, 'Thuộc mô hình', 'tieng keng', names.initiative);
  await fillRest(site);
  await save(site);
  await expectSaved();

  const group = await openForm();
  await group.getByLabel('Điểm', { exact: true }).check();
  await pick(group, 'Loại hình', 'camera', 'Camera an ninh');
  await group.getByLabel('Tổ, đội, câu lạc bộ').check();
  await expect(group.getByText('Mục đã chọn không còn phù hợp nên đã bỏ.')).toBeVisible();
  await pick(group, 'Loại hình', 'to tu quan', 'Tổ tự quản về an ninh, trật tự');
  await expect(group.getByText('Mục đã chọn không còn phù hợp nên đã bỏ.')).toHaveCount(0);
  await group.getByRole('textbox', { name: 'Tên' }).fill(names.group);
  await pick(group, 'Thuộc mô hình', 'tieng keng', names.initiative);
  await pick(group, 'Thuộc điểm', 'khom bon', names.site);
  await fillRest(group);
  await group.getByLabel('Số thành viên').fill('12');
  await save(group);
  await expectSaved();
});

test('a change to 15 members from a later day is noted beside the first state', async () => {
  const panel = await openRecord(names.group);
  await expect(panel).toContainText(names.site);
  await panel.getByRole('button', { name: 'Ghi nhận thay đổi' }).click();
  await panel.getByLabel('Từ ngày').fill(established);
  await panel.getByLabel('Số thành viên').fill('15');
  await save(panel);
  await expect(panel.getByText(`Lần ghi nhận gần nhất là ngày ${established}.`)).toBeVisible();
  await panel.getByLabel('Từ ngày').fill(grown);
  await save(panel);
  await expect(page.getByText('Đã ghi nhận thay đổi.').first()).toBeVisible();
  const observations = panel.getByRole('table', { name: 'Các lần ghi nhận' }).getByRole('row');
  await expect(observations.nth(1)).toContainText(grown);
  await expect(observations.nth(1)).toContainText('15');
  await expect(observations.nth(2)).toContainText(established);
  await expect(observations.nth(2)).toContainText('12');
  await expect(panel.getByText(/^Ghi nhận thay đổi · /)).toBeVisible();
});

test('the same group again is asked about, looked at, and entered as another', async () => {
  const form = await openForm();
  await form.getByLabel('Tổ, đội, câu lạc bộ').check();
  await form.getByRole('textbox', { name: 'Tên' }).fill(names.group.toUpperCase());
  await pick(form, 'Loại hình', 'to tu quan', 'Tổ tự quản về an ninh, trật tự');
  await pick(form, 'Thuộc mô hình', 'tieng keng', names.initiative);
  await pick(form, 'Thuộc điểm', 'khom bon', names.site);
  await fillRest(form);
  await save(form);
  await form.getByRole('button', { name: 'Xem bản ghi đã có' }).click();
  await expect(page.getByRole('dialog', { name: 'Mô hình', exact: true })).toContainText(names.group);
  const again = await openForm();
  await expect(again.getByRole('textbox', { name: 'Tên' })).toHaveValue(names.group.toUpperCase());
  await save(again);
  await again.getByRole('button', { name: 'Vẫn lưu, đây là việc khác' }).click();
  await expectSaved();
});

test('a record is voided and restored', async () => {
  const panel = await openRecord(names.group.toUpperCase());
  await panel.getByRole('button', { name: 'Hủy bản ghi' }).click();
  const asked = page.getByRole('dialog').filter({ hasText: 'Lý do hủy' }).last();
  await asked.getByLabel('Nhập trùng').check();
  await asked.getByRole('button', { name: 'Hủy bản ghi' }).click();
  await expect(panel.getByText('Đã hủy: Nhập trùng')).toBeVisible();
  await panel.getByRole('button', { name: 'Khôi phục' }).click();
  await expect(page.getByText('Đã khôi phục bản ghi; bản ghi được tính lại.').first()).toBeVisible();
});

test('the search finds registers and initiatives by name', async () => {
  await page.goto('/staff');
  await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible();
  await page.keyboard.press('Control+k');
  const search = page.getByRole('dialog', { name: 'Tìm' });
  await search.getByRole('combobox').fill('so mo hinh');
  await expect(search.getByRole('option', { name: 'Sổ Mô hình' })).toBeVisible();
  await search.getByRole('combobox').fill(names.initiative);
  await search.getByRole('option', { name: names.initiative }).click();
  await expect(page.getByRole('dialog', { name: 'Mô hình', exact: true })).toContainText(names.initiative);
});

test('the list is printed with its filters in words', async () => {
  await page.goto(`/staff/registers/initiatives?level=group&text=${encodeURIComponent(mark)}`);
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  await page.getByRole('button', { name: 'In', exact: true }).click();
  await expect(page.locator('body')).toHaveAttribute('data-printed', 'yes');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(`Tên có chữ: ${mark} · Cấp: Tổ, đội, câu lạc bộ`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'In', exact: true })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
});
