import { defineConfig } from '@playwright/test';
import { houseCount } from './tests/e2e/house.ts';

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/house.ts',
  // Not test-results itself, which Playwright empties: the counts of the other tests lie there.
  outputDir: 'test-results/e2e',
  // A house that runs already is one for all.
  workers: process.env.BINHYEN_URL ? 1 : houseCount,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 120_000,
  // Two browsers and two houses share the cores.
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    browserName: 'chromium',
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    // A trace is recorded when asked for (--trace on): it takes as long as the journeys themselves.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      // Unset, Playwright takes the browser that it installed itself.
      executablePath: process.env.CHROMIUM_PATH,
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
