import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The screen as it stands breaks no rule of WCAG 2.2 AA that can be checked, and does not scroll sideways. */
export async function expectSound(page: Page, where = new URL(page.url()).pathname): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map((one) => `${where}: ${one.id} ${one.nodes[0]?.target.join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${where} scrolls sideways`).toBeLessThanOrEqual(1);
}

/** The same on a phone and on a wide screen. */
export async function expectSoundAtBothWidths(page: Page): Promise<void> {
  for (const width of [390, 1366]) {
    await page.setViewportSize({ width, height: 900 });
    await expectSound(page, `${new URL(page.url()).pathname} at ${width} px`);
  }
}
