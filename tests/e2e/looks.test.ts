import { type Browser, expect, type Page, test } from '@playwright/test';
import { registers } from '../../src/all-registers.ts';
import { ask, houseUrl, signIn } from './people.ts';
import { expectSound } from './soundness.ts';

const registerNames = registers.map(({ name }) => name);

// Every main screen, as the person it is for: WCAG 2.2 AA by axe, no sideways scrolling, no error in the console.
// Registers stand on one kit: all of them are looked at on a phone, one of them on a wide screen.
const screens: { who: string; paths: string[]; phoneOnly?: true }[] = [
  { who: 'xa2', paths: ['/staff/registers/initiatives', '/staff/registers/initiatives?record=new'] },
  { who: 'xa2', paths: ['/staff', '/staff/period', '/staff/period?month=2026-12', '/staff/drift', '/staff/account'] },
  { who: 'xa2', paths: registerNames.map((name) => `/staff/registers/${name}`), phoneOnly: true },
  { who: 'xa2', paths: registerNames.map((name) => `/staff/registers/${name}?record=new`), phoneOnly: true },
  { who: 'xa2', paths: ['/staff/registers/tips/import', '/staff/feedback', '/staff/area-page'] },
  {
    who: 'duyet',
    paths: [
      '/staff',
      '/staff/approve',
      '/staff/drift',
      '/staff/registers/initiatives',
      '/staff/units?text=bac%20lieu',
      '/staff/report?unit=95&from=2013-08&to=2023-05&view=then',
      '/staff/explore?indicators=T01,T02&periods=2026-09..2026-10',
      '/staff/units/boundaries',
      '/staff/reports',
      '/staff/targets',
      '/staff/report-templates',
    ],
  },
  {
    who: 'quantri',
    paths: ['/staff/people', '/staff/audit', '/staff/reorganisations', '/staff/reorganisations/new', '/staff/open311'],
  },
];

async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle');
}

for (const { who, paths, phoneOnly } of screens) {
  const widths = phoneOnly ? [390] : [390, 1366];
  test(`the screens of ${who} from ${paths[0]} are sound at ${widths.join(' and ')} px`, async ({
    browser,
  }: {
    browser: Browser;
  }) => {
    // As many screens as the person has.
    test.slow();
    const page = await signIn(browser, who);
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(String(error)));
    for (const path of paths) {
      await visit(page, path);
      await expectSound(page, path, widths);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  });
}

test('the portal works without scripts, in both languages, and asks nobody else', async ({
  browser,
}: {
  browser: Browser;
}) => {
  const context = await browser.newContext({ baseURL: houseUrl, javaScriptEnabled: false });
  const page = await context.newPage();
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.goto('/');
  await expect(page.getByText('Nguy hiểm ngay lúc này? Gọi')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Báo tin' })).toBeVisible();
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.getByText('In danger right now? Call')).toBeVisible();
  expect([...hosts]).toEqual([new URL(houseUrl).host]);
  await context.close();
});

test('the workspace is English for whoever chooses it', async ({ browser }: { browser: Browser }) => {
  const context = await browser.newContext({ baseURL: houseUrl });
  const page = await context.newPage();
  await page.goto('/staff/sign-in');
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByLabel('Sign-in name').fill('nhatky');
  await page.getByLabel('Password', { exact: true }).fill('wrong on purpose');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Password', { exact: true }).fill('binh-yen-2026');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Today' })).toBeVisible();
  await context.close();
});

test('a person comes in by keyboard alone', async ({ browser }: { browser: Browser }) => {
  const context = await browser.newContext({ baseURL: houseUrl });
  const page = await context.newPage();
  await page.goto('/staff/sign-in');
  await page.getByLabel('Tên đăng nhập').focus();
  await page.keyboard.type('xa2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('binh-yen-2026');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay' })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toBeVisible();
  expect((await ask<{ signInName: string }>(page, '/me')).signInName).toBe('xa2');
  await context.close();
});
