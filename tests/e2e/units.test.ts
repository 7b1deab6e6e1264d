import { type Browser, expect, test } from '@playwright/test';
import { ask, signIn } from './people.ts';
import { expectSound } from './soundness.ts';

type Me = { posts: { unit: { id: number; nameVi: string } }[] };

for (const width of [390, 1366]) {
  test(`a commune head adds the areas of the commune, mends one and ends it, at ${width} px`, async ({
    browser,
  }: {
    browser: Browser;
  }) => {
    const page = await signIn(browser, 'xa3', width);
    const { posts } = await ask<Me>(page, '/me');
    const own = posts[0]!.unit;
    const [first, second] = [`Thôn Hoà ${width}`, `Thôn Hoa ${width}`];

    await page.goto(`/staff/units/${own.id}`);
    await page.getByRole('button', { name: 'Thêm đơn vị' }).click();
    const panel = page.getByRole('dialog', { name: 'Thêm đơn vị' });
    await expect(panel.getByRole('radio', { name: 'Khu dân cư' })).toBeChecked();
    await expect(panel.getByRole('textbox', { name: 'Thuộc' })).toHaveValue(own.nameVi);
    await panel.getByRole('button', { name: 'Thêm', exact: true }).click();
    await panel.getByRole('textbox', { name: /^Tên/ }).fill(first);
    await expectSound(page);
    await panel.getByRole('button', { name: 'Thêm và nhập tiếp' }).click();
    await expect(page.getByText(`Đã thêm ${first}, mã`)).toBeVisible();
    await panel.getByRole('textbox', { name: /^Tên/ }).fill(second);
    await panel.getByRole('button', { name: 'Thêm', exact: true }).click();
    await expect(panel.getByRole('alert')).toContainText(`Tên gần giống với: ${first}`);
    await panel.getByRole('button', { name: 'Vẫn thêm' }).click();
    await expect(panel).toBeHidden();
    await expect(page.getByRole('link', { name: second })).toBeVisible();
    await expectSound(page);

    await page.getByRole('link', { name: second }).click();
    await expect(page.getByRole('heading', { level: 1, name: second })).toBeVisible();
    await page.getByRole('button', { name: 'Sửa' }).click();
    const correction = page.getByRole('dialog', { name: `Sửa ${second}` });
    await correction.getByRole('textbox', { name: /^Tên/ }).fill(`Thôn Mai ${width}`);
    await correction.getByRole('button', { name: 'Lưu' }).click();
    await expect(page.getByRole('heading', { level: 1, name: `Thôn Mai ${width}` })).toBeVisible();
    await page.getByRole('button', { name: 'Kết thúc' }).click();
    const end = page.getByRole('dialog', { name: /^Kết thúc/ });
    await end.getByRole('textbox', { name: /^Lý do/ }).fill('nhập vào thôn bên');
    await end.getByRole('button', { name: 'Kết thúc' }).click();
    await expect(page.getByText('Lý do kết thúc: nhập vào thôn bên')).toBeVisible();
    await expectSound(page);
    await page.getByRole('button', { name: 'Hoàn tác kết thúc' }).click();
    await page
      .getByRole('dialog', { name: /^Hoàn tác/ })
      .getByRole('button', { name: 'Hoàn tác kết thúc' })
      .click();
    await expect(page.getByRole('button', { name: 'Kết thúc', exact: true })).toBeVisible();

    await page.goto('/staff/units?kind=residential_area');
    await expect(page.getByRole('link', { name: first })).toBeVisible();
    await page.context().close();
  });
}

type Below = { below: { code: string; nameVi: string; validFrom: string | null }[] };

test('an administrator takes a list of 60 areas through refuse, mend, confirm', async ({
  browser,
}: {
  browser: Browser;
}) => {
  const page = await signIn(browser, 'quantri.tinh');
  const { posts } = await ask<Me>(page, '/me');
  const { below } = await ask<Below>(page, `/units/${posts[0]!.unit.id}?below=commune`);
  const commune = below[0]!;
  const listOf = (count: number, more: string[] = []) => ({
    name: 'khu-dan-cu.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      [
        '\u{FEFF}Loại đơn vị;Tên đơn vị;Thuộc;Có từ ngày',
        ...Array.from({ length: count }, (_, index) => `Khu dân cư;Tổ dân phố ${index + 1};${commune.code};01/07/2025`),
        ...more,
      ].join('\r\n'),
    ),
  });
  await page.goto('/staff/units');
  await page.getByRole('button', { name: 'Nhập từ Excel' }).click();
  const panel = page.getByRole('dialog', { name: 'Nhập danh sách đơn vị từ Excel' });
  const template = page.waitForEvent('download');
  await panel.getByRole('button', { name: 'Tải mẫu Excel' }).click();
  expect((await template).suggestedFilename()).toBe('Danh sách đơn vị.xlsx');

  const chooser = panel.locator('input[type=file]');
  await chooser.setInputFiles(listOf(60, [`Khu dân cư;Tổ dân phố 61;Xã Không Có;hôm qua`]));
  await expect(panel.getByRole('status')).toHaveText('60 đơn vị mới · 0 đã có · 2 ô chưa đúng', {
    timeout: 30_000,
  });
  await expect(panel.getByText('“Xã Không Có” không phải xã, phường, đặc khu hay tỉnh')).toBeVisible();
  await expect(panel.getByRole('button', { name: /^Thêm/ })).toBeDisabled();
  await expectSound(page);
  await page.setViewportSize({ width: 390, height: 900 });
  await expect(panel.getByText('“hôm qua” không phải là ngày')).toBeVisible();
  await expectSound(page);
  const marked = page.waitForEvent('download');
  await panel.getByRole('link', { name: 'Tải tệp đã đánh dấu' }).click();
  expect((await marked).suggestedFilename()).toMatch(/\.xlsx$/);

  await chooser.setInputFiles(listOf(60));
  await panel.getByRole('button', { name: 'Thêm 60 đơn vị' }).click({ timeout: 30_000 });
  await expect(page.getByText('Đã thêm 60 đơn vị.')).toBeVisible({ timeout: 30_000 });
  await page.goto('/staff/units?text=to%20dan%20pho%2059');
  await expect(page.getByRole('link', { name: 'Tổ dân phố 59' })).toBeVisible();
  await page.context().close();
});
