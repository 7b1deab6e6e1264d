import { join } from 'node:path';
import { chromium } from '@playwright/test';
import startHouse from './house.ts';
import { signIn } from './people.ts';

// Pictures of the main screens, as the person sees them for whom they are made.
const pictures = [
  { name: 'today', who: 'xa1', path: '/staff', width: 1366 },
  { name: 'tips', who: 'xa1', path: '/staff/registers/tips', width: 1366 },
  { name: 'period', who: 'xa1', path: '/staff/period', width: 1366 },
  { name: 'approve', who: 'duyet', path: '/staff/approve', width: 1366 },
  { name: 'unit', who: 'duyet', path: '/staff/units?text=bac%20lieu', width: 1366 },
  { name: 'report', who: 'duyet', path: '/staff/report?unit=95&from=2013-08&to=2023-05&view=then', width: 1366 },
  { name: 'phone', who: 'xa1', path: '/staff', width: 390 },
];

const stop = await startHouse();
const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  for (const { name, who, path, width } of pictures) {
    const page = await signIn(browser, who, width);
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(import.meta.dirname, `../../docs/pictures/${name}.png`) });
    await page.context().close();
  }
} finally {
  await browser.close();
  await stop();
}
