import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { ask, signIn } from './people.ts';
import { expectSound } from './soundness.ts';

type Found = { items: { id: number; code: string; nameVi: string }[] };

async function choose(page: Page, field: Locator, unit: { code: string; nameVi: string }): Promise<void> {
  await field.fill(unit.code);
  await page.getByRole('option', { name: unit.nameVi }).first().click();
  await expect(field).toHaveValue(unit.nameVi);
}

for (const width of [390, 1366]) {
  test(`an administrator plans a merger, sees what changes, a second one confirms, it is withdrawn, at ${width} px`, async ({
    browser,
  }: {
    browser: Browser;
  }) => {
    // Two people and a whole form.
    test.slow();
    const page = await signIn(browser, 'quantri', width);
    const province = (await ask<Found>(page, '/units?text=96&kind=province&openOnly=true')).items[0]!;
    const { items } = await ask<Found>(page, `/units?kind=commune&openOnly=true&near=${province.id}&limit=3`);
    const [one, other, third] = items as [Found['items'][number], Found['items'][number], Found['items'][number]];
    const title = `Sắp xếp thử ${width}`;

    await page.goto('/staff/reorganisations');
    await page.getByRole('link', { name: 'Lập sắp xếp' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Lập sắp xếp' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Tên sắp xếp' }).fill(title);
    await page.getByRole('textbox', { name: 'Số văn bản' }).fill('1/NQ-UBTVQH16');
    await page.getByRole('textbox', { name: 'Cơ quan ban hành' }).fill('Ủy ban Thường vụ Quốc hội');
    await page.getByRole('textbox', { name: 'Ngày văn bản' }).fill('01/06/2026');
    const takesEffectOn = page.getByRole('textbox', { name: 'Ngày có hiệu lực' });
    await takesEffectOn.fill('01/01/2099');
    // Its calendar lies over the buttons below until the field is left; a click that only leaves it may do nothing else.
    await takesEffectOn.press('Tab');
    await expect(page.locator('[data-dates-dropdown]')).toHaveCount(0);
    await page.getByRole('button', { name: 'Nhập vào đơn vị đang có' }).click();
    const taking = page.getByRole('group', { name: '1. Nhập vào đơn vị đang có' });
    await choose(page, taking.getByRole('textbox', { name: 'Đơn vị nhận' }), one);
    await choose(page, taking.getByRole('textbox', { name: 'Đơn vị cũ' }), other);
    await page.getByRole('button', { name: 'Thành lập đơn vị mới' }).click();
    const founding = page.getByRole('group', { name: '2. Thành lập đơn vị mới' });
    await choose(page, founding.getByRole('textbox', { name: 'Đơn vị cũ' }), third);
    await founding.getByRole('combobox', { name: 'Phần chuyển' }).click();
    await page.getByRole('option', { name: 'một phần, đơn vị kết thúc' }).click();
    await page.getByRole('button', { name: 'Lưu sắp xếp' }).click();
    await expect(page.getByRole('alert').first()).toBeVisible();
    await founding.getByRole('textbox', { name: 'Tên đầy đủ' }).fill('Phường Thử Mới');
    await choose(page, founding.getByRole('textbox', { name: 'Thuộc' }), province);
    await page.getByRole('button', { name: 'Lưu sắp xếp' }).click();
    await expect(founding.getByText('Phần còn lại về đâu?')).toBeVisible();
    await expectSound(page);
    await founding.getByRole('combobox', { name: 'Phần chuyển' }).click();
    await page.getByRole('option', { name: 'một phần, đơn vị vẫn còn' }).click();
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await expect(page.getByText(/Không số tổng hợp nào đổi/)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Theo địa giới hiện nay' })).toBeVisible();
    await expect(page.getByText(`${third.nameVi} vẫn còn: số liệu cũ ở nguyên đơn vị này`)).toBeVisible();
    await expectSound(page);
    await page.getByRole('button', { name: 'Lưu sắp xếp' }).click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expect(page.getByText('Cần một quản trị hệ thống khác xác nhận.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Xác nhận' })).toBeHidden();
    await expect(page.getByText(/Không số tổng hợp nào đổi/)).toBeVisible();
    await expectSound(page);

    const second = await signIn(browser, 'quantri2', width);
    await second.goto(new URL(page.url()).pathname);
    await second.getByRole('button', { name: 'Xác nhận' }).click();
    await second.getByRole('dialog').getByRole('button', { name: 'Xác nhận' }).click();
    await expect(second.getByText('Chờ ngày hiệu lực')).toBeVisible();
    await second.context().close();

    await page.reload();
    await page.getByRole('button', { name: 'Rút', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Rút sắp xếp?' });
    await dialog.getByRole('textbox', { name: 'Lý do' }).fill('hoãn');
    await dialog.getByRole('button', { name: 'Rút', exact: true }).click();
    await expect(page.getByText('Đã rút', { exact: true })).toBeVisible();
    await page.goto('/staff/reorganisations');
    await expect(page.getByRole('row', { name: title }).first()).toContainText('Đã rút');
    await expectSound(page);
    await page.context().close();
  });

  test(`a unit's page draws its line through time, at ${width} px`, async ({ browser }: { browser: Browser }) => {
    const page = await signIn(browser, 'quantri', width);
    const { items } = await ask<Found>(page, '/units?text=phuong%20bac%20lieu&openOnly=true&limit=1');
    await page.goto(`/staff/units/${items[0]!.id}`);
    await expect(page.locator('svg text').filter({ hasText: items[0]!.nameVi })).toBeVisible();
    await expectSound(page);
    await page.context().close();
  });
}
