import { type Browser, expect, type Page } from '@playwright/test';

/** Of the journeys that walk side by side, which one this is. */
const number = process.env.TEST_PARALLEL_INDEX ?? '0';

/** Where the house of these journeys is. */
export const houseUrl = process.env.BINHYEN_URL ?? process.env[`BINHYEN_URL_${number}`]!;

/** Its database, as the role that owns the schema; unknown for a house that was running already. */
export const ownerUrl = process.env[`BINHYEN_OWNER_URL_${number}`];

/** A person of the demonstration at their own browser, signed in through the door. */
export async function signIn(browser: Browser, signInName: string, width = 1366): Promise<Page> {
  const context = await browser.newContext({ baseURL: houseUrl, viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.goto('/staff');
  await page.getByLabel('Tên đăng nhập').fill(signInName);
  await page.getByLabel('Mật khẩu', { exact: true }).fill('binh-yen-2026');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/Đăng nhập/);
  return page;
}

/** Asks the API as the person at the page. */
export async function ask<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(`/api/v1${path}`);
  expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
  return (await answer.json()) as T;
}
