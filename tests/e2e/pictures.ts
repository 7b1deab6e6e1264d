import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import startHouse from './house.ts';

/** who: the name of an account of the demonstration; a resident has none. AREA in a path: the unit of xa1. */
type Picture = { name: string; who?: string; path: string; width: number; prepare?: (page: Page) => Promise<void> };

const headers =
  'Cấp,Tên,Loại hình,Đơn vị chủ trì,Nguồn gốc,Cấp trên chọn nhân rộng,Ngày xây dựng,Tính đến ngày,Trạng thái';
const rows = [
  'Mô hình,Camera tuyến đường chính,Camera an ninh,Công an,Do đơn vị xây dựng,Chưa,19/08/2025,19/08/2025,Đang hoạt động',
  'Mô hình,Camera cổng trường,Camera an ninh,Công an,Do đơn vị xây dựng,Chưa,31/02/2025,19/08/2025,Đang hoạt động',
];

/** Brings a small workbook with a slip in it as far as the preview. */
async function bringWorkbook(page: Page): Promise<void> {
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'mo-hinh.csv', mimeType: 'text/csv', buffer: Buffer.from([headers, ...rows].join('\n')) });
  await page.getByText('31/02/2025').first().waitFor();
}

// Pictures of the main screens, as the person sees them for whom they are made.
const pictures: Picture[] = [
  { name: 'today', who: 'xa1', path: '/staff', width: 1366 },
  { name: 'tips', who: 'xa1', path: '/staff/registers/tips', width: 1366 },
  { name: 'period', who: 'xa2', path: '/staff/period', width: 1366 },
  { name: 'approve', who: 'duyet', path: '/staff/approve', width: 1366 },
  { name: 'unit', who: 'duyet', path: '/staff/units?text=bac%20lieu', width: 1366 },
  { name: 'initiatives', who: 'xa2', path: '/staff/registers/initiatives', width: 1366 },
  { name: 'import', who: 'xa2', path: '/staff/registers/initiatives/import', width: 1366, prepare: bringWorkbook },
  { name: 'hand-in', who: 'xa2', path: '/staff/registers/hand-ins?record=new', width: 1366 },
  {
    name: 'report',
    who: 'duyet.caobang',
    path: '/staff/report?unit=04&from=2023-01&to=2023-12&view=then',
    width: 1366,
  },
  {
    name: 'explore',
    who: 'trunguong',
    path: '/staff/explore?indicators=X13&units=VN:province&periods=2026-10&view=today&tab=map',
    width: 1366,
  },
  { name: 'phone', who: 'xa1', path: '/staff', width: 390 },
  { name: 'portal', path: '/', width: 390 },
  { name: 'telling', path: '/bao-tin?noi=AREA', width: 390 },
  { name: 'area', path: '/khu-vuc/AREA', width: 390 },
];

// The report that is shown needs all of the demonstration.
process.env.DEMO = '1';
const stop = await startHouse();
// Read after the house has told where it is.
const { ask, houseUrl, signIn } = await import('./people.ts');
const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const { posts } = await ask<{ posts: { unit: { code: string } }[] }>(await signIn(browser, 'xa1'), '/me');
  const area = posts[0]!.unit.code;
  for (const { name, who, path, width, prepare } of pictures) {
    const page = who === undefined ? await openAsResident(width) : await signIn(browser, who, width);
    await page.goto(path.replace('AREA', area));
    await page.waitForLoadState('networkidle');
    await prepare?.(page);
    await page.screenshot({ path: join(import.meta.dirname, `../../docs/pictures/${name}.png`) });
    await page.context().close();
  }
} finally {
  await browser.close();
  await stop();
}

async function openAsResident(width: number): Promise<Page> {
  const context = await browser.newContext({ baseURL: houseUrl, viewport: { width, height: 900 }, locale: 'vi-VN' });
  return context.newPage();
}
