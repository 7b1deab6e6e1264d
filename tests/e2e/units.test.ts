import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { ask, signIn } from './people.ts';

type Me = { posts: { unit: { id: number; nameVi: string } }[] };

async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map((one) => `${one.id} ${one.nodes[0]?.target.join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(1);
}

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
