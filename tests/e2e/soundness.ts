import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * The screen as it stands breaks no rule of WCAG 2.2 AA that can be checked, and does not scroll sideways; with widths, at
 * each of them.
 */
export async function expectSound(page: Page, where = new URL(page.url()).pathname, widths?: number[]): Promise<void> {
  if (widths === undefined) return expectSoundNow(page, where);
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await expectSoundNow(page, `${where} at ${width} px`);
  }
  if (before) await page.setViewportSize(before);
}

/** The same on a phone and on a wide screen. */
export async function expectSoundAtBothWidths(page: Page): Promise<void> {
  await expectSound(page, undefined, [390, 1366]);
}

async function expectSoundNow(page: Page, where: string): Promise<void> {
  await waitForRest(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(violations.map((one) => `${where}: ${one.id} ${one.nodes[0]?.target.join(' ')}`)).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${where} scrolls sideways`).toBeLessThanOrEqual(1);
}

/** Halfway through a fade colours are not those that are read. What turns for ever, as a sign of waiting, is let turn. */
async function waitForRest(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((settle) => requestAnimationFrame(() => requestAnimationFrame(settle))));
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((one) => one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity),
  );
}
