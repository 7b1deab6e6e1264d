import { type Browser, type BrowserContext, expect, type Page, test } from '@playwright/test';
import { sql } from 'kysely';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { openInbox } from '../../src/cli/bench/sealed-tips.ts';
import { houseUrl, ownerUrl } from './people.ts';
import { expectSound } from './soundness.ts';

const words = {
  what: 'Có hai người lạ cắt khóa xe máy trước quán',
  where: 'Đầu ngõ 12, cạnh quán nước',
  when: 'Khoảng 2 giờ sáng hôm qua',
  contact: 'Gọi chị Năm 0912 345 678',
  message: 'Tôi nhớ thêm: xe màu đỏ',
};
// A photograph of 2 × 2 pixels.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==',
  'base64',
);

let communeName: string;
/** The code of a commune whose tips nobody takes, neither there nor above. */
let withoutInbox: string;

test.describe.configure({ timeout: 180_000 });

test.beforeAll(async () => {
  test.skip(ownerUrl === undefined, 'the inbox is opened in the database');
  const owner = openDatabase(openPool(ownerUrl!, { max: 1, name: 'binhyen journeys' }));
  const { rows } = await sql<{ id: number; name: string }>`
    select c.id, c.name_vi as name from units c join units p on p.id = c.parent_id and p.name_vi = 'Tỉnh Cao Bằng' and p.valid_to is null
    where c.kind = 'commune' and c.valid_to is null and not exists (select from units o where o.id <> c.id and o.name_vi = c.name_vi)
    order by c.id limit 1`.execute(owner);
  communeName = rows[0]!.name;
  await openInbox(owner, rows[0]!.id);
  const { rows: others } = await sql<{ code: string }>`
    select c.code from units c where c.kind = 'commune' and c.valid_to is null
      and not exists (select from inbox_of(c.id, false))
    order by c.id desc limit 1`.execute(owner);
  withoutInbox = others[0]!.code;
  await owner.destroy();
});

const without = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd');

async function open(
  browser: Browser,
  width: number,
  javaScriptEnabled: boolean,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    baseURL: houseUrl,
    viewport: { width, height: 800 },
    locale: 'vi-VN',
    javaScriptEnabled,
  });
  return { page: await context.newPage(), context };
}

const goOn = (page: Page): Promise<void> => page.getByRole('button', { name: 'Tiếp tục' }).click();

/** axe needs scripts: without them the screen is looked at by its roles alone. */
async function walk(page: Page, isSound: boolean): Promise<void> {
  const sound = async (): Promise<void> => (isSound ? expectSound(page) : undefined);
  await page.goto('/');
  await sound();
  await page.getByRole('link', { name: /^Báo tin/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Có ai đang gặp nguy hiểm ngay lúc này không?');
  await expect(page.getByRole('link', { name: /113 – Công an/ })).toBeVisible();
  await sound();
  await page.getByRole('button', { name: 'Bắt đầu báo tin' }).click();

  await expect(page.getByText('Bước 1/7')).toBeVisible();
  await goOn(page);
  await expect(page.getByRole('alert')).toHaveText('Hãy chọn một mục.');
  await sound();
  await page.getByRole('radio', { name: 'Trộm cắp tài sản' }).check();
  await goOn(page);

  await page.getByRole('textbox', { name: 'Chuyện gì đã xảy ra?' }).fill(words.what);
  await sound();
  await page.getByRole('button', { name: 'Quay lại' }).click();
  await expect(page.getByRole('radio', { name: 'Trộm cắp tài sản' })).toBeChecked();
  await goOn(page);
  await expect(page.getByRole('textbox', { name: 'Chuyện gì đã xảy ra?' })).toHaveValue(words.what);
  await goOn(page);

  await page.getByRole('searchbox').fill(without(communeName).toLowerCase());
  await page.getByRole('button', { name: 'Tìm', exact: true }).click();
  await page.getByRole('radio', { name: `${communeName} Tỉnh Cao Bằng` }).check();
  await page.getByRole('textbox', { name: /Chỉ rõ hơn/ }).fill(words.where);
  await sound();
  await goOn(page);

  await page.getByRole('textbox', { name: 'Việc xảy ra khi nào?' }).fill(words.when);
  await sound();
  await goOn(page);
  await page.getByRole('radio', { name: 'Không' }).check();
  await sound();
  await goOn(page);
  await page.getByRole('textbox', { name: /Số điện thoại/ }).fill(words.contact);
  await sound();
  await goOn(page);

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Xem lại và gửi');
  await expect(page.getByText(words.what)).toBeVisible();
  await expect(page.getByText(communeName).first()).toBeVisible();
  await page.locator('#files').setInputFiles({ name: 'xe.png', mimeType: 'image/png', buffer: picture });
  await sound();
}

async function readCode(page: Page): Promise<string> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tin đã được nhận', { timeout: 30_000 });
  return (await page.locator('[data-code]').textContent())!;
}

async function follow(page: Page, code: string): Promise<void> {
  await page.goto('/xem-tin');
  await page.getByRole('textbox', { name: 'Mã biên nhận' }).fill(code.toLowerCase().replaceAll('-', ' '));
  await page.getByRole('button', { name: 'Mở tin' }).click();
  await expect(page.getByText(/Đã nhận, chờ phân loại/)).toBeVisible();
}

for (const width of [360, 1366]) {
  test(`a resident sends a sealed tip and follows it, at ${width} px`, async ({ browser }) => {
    const { page, context } = await open(browser, width, true);
    const sent: string[] = [];
    const strangers: string[] = [];
    page.on('request', (request) => {
      sent.push(`${request.url()} ${request.postDataBuffer()?.toString('utf8') ?? ''}`);
      if (!request.url().startsWith(houseUrl)) strangers.push(request.url());
    });
    await walk(page, true);
    await expect(page.getByText('Tin được niêm phong ngay trên máy của bạn.')).toBeVisible();
    await page.getByRole('button', { name: 'Niêm phong và gửi' }).click();
    const code = await readCode(page);
    await expectSound(page);
    await expect(page.getByRole('link', { name: 'Xong' })).toBeHidden();
    await page.getByRole('checkbox', { name: 'Tôi đã chép mã' }).check();
    await page.getByRole('link', { name: 'Xong' }).click();

    await page.goto('/xem-tin');
    await expectSound(page);
    await page
      .getByRole('textbox', { name: 'Mã biên nhận' })
      .fill(`${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`);
    await page.getByRole('button', { name: 'Mở tin' }).click();
    await expect(page.getByRole('alert')).toContainText('Có ký tự chép chưa đúng');
    await page.getByRole('textbox', { name: 'Mã biên nhận' }).fill('0123-4567-89AB-CDEF-GHJK-E');
    await page.getByRole('button', { name: 'Mở tin' }).click();
    await expect(page.getByRole('alert')).toContainText('Không mở được tin bằng mã này');
    await follow(page, code);
    await page.getByText('Tin của bạn').click();
    await expect(page.getByText(words.contact)).toBeVisible();
    await expect(page.getByText('1 tệp')).toBeVisible();
    await expectSound(page);
    await page.getByRole('textbox', { name: 'Viết thêm' }).fill(words.message);
    await page.getByRole('button', { name: 'Gửi thêm' }).click();
    await expect(page.getByText('Đã gửi.', { exact: true })).toBeVisible();
    await expect(page.getByText(words.message)).toBeVisible();
    await page.getByRole('button', { name: 'Rút thông tin liên hệ' }).click();
    await expect(page.getByText('Đã rút lại và huỷ.')).toBeVisible();
    await page.getByText('Tin của bạn').click();
    await expect(page.getByText(words.what)).toBeVisible();
    await expect(page.getByText(words.contact)).toBeHidden();
    await page.getByRole('button', { name: 'Rút cả tin' }).click();
    await expect(page.getByRole('alert')).toContainText('Hãy đánh dấu vào ô xác nhận');
    await page.getByRole('checkbox', { name: /Tôi hiểu/ }).check();
    await page.getByRole('button', { name: 'Rút cả tin' }).click();
    await expect(page.getByText('Bạn đã rút tin này.')).toBeVisible();
    await expectSound(page);

    for (const said of [
      words.what,
      words.where,
      words.when,
      words.contact,
      words.message,
      code,
      code.replaceAll('-', ''),
    ]) {
      expect(sent.filter((one) => one.includes(said) || one.includes(encodeURIComponent(said)))).toEqual([]);
    }
    expect(strangers).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });
}

test('without scripts, at 360 px, the server seals and says that it sees the text once', async ({ browser }) => {
  const { page, context } = await open(browser, 360, false);
  await walk(page, false);
  await expect(page.getByText(/Máy chủ sẽ thấy nội dung một lần/)).toBeVisible();
  // A form that is sent within seconds comes from no person.
  await expect(async () => {
    const send = page.getByRole('button', { name: 'Gửi', exact: true });
    if (await send.isVisible()) await send.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tin đã được nhận', { timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  const code = await readCode(page);
  await follow(page, code);
  await expect(page.getByText(/hàng chờ riêng/)).toBeVisible();
  await page.getByText('Tin của bạn').click();
  await expect(page.getByText(words.what)).toBeVisible();
  await page.getByRole('textbox', { name: 'Viết thêm' }).fill(words.message);
  await page.getByRole('button', { name: 'Gửi thêm' }).click();
  await expect(page.getByText(words.message)).toBeVisible();
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

test('what the server writes is sound at 360 px too: where the script does not come, where nobody has an inbox, the keys', async ({
  browser,
}) => {
  const { page, context } = await open(browser, 360, true);
  // Without scripts axe cannot look; so this one alone is held back.
  await page.route('**/tip.js*', (route) => route.abort());
  await walk(page, true);
  await expect(page.getByText(/Máy chủ sẽ thấy nội dung một lần/)).toBeVisible();
  await expect(async () => {
    const send = page.getByRole('button', { name: 'Gửi', exact: true });
    if (await send.isVisible()) await send.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tin đã được nhận', { timeout: 1000 });
  }).toPass({ timeout: 30_000 });
  const code = await readCode(page);
  await expectSound(page);
  await page.goto('/xem-tin');
  await expectSound(page);
  await page.getByRole('textbox', { name: 'Mã biên nhận' }).fill('0123-4567-89AB-CDEF-GHJK-E');
  await page.getByRole('button', { name: 'Mở tin' }).click();
  await expect(page.getByRole('alert')).toContainText('Không mở được tin bằng mã này');
  await expectSound(page);
  await follow(page, code);
  await page.getByText('Tin của bạn').click();
  await expectSound(page);

  await page.goto('/khoa-hop-tin');
  await expectSound(page);
  await page.getByRole('link', { name: 'Tỉnh Cao Bằng' }).click();
  await expect(page.getByText(communeName)).toBeVisible();
  await expectSound(page);
  await page.goto(`/bao-tin?noi=${withoutInbox}`);
  await page.getByRole('button', { name: 'Bắt đầu báo tin' }).click();
  await page.getByRole('radio', { name: 'Trộm cắp tài sản' }).check();
  await goOn(page);
  await page.getByRole('textbox', { name: 'Chuyện gì đã xảy ra?' }).fill(words.what);
  await goOn(page);
  await goOn(page);
  await goOn(page);
  await page.getByRole('radio', { name: 'Không' }).check();
  await goOn(page);
  await goOn(page);
  await expect(page.getByText(/chưa nhận tin qua mạng/)).toBeVisible();
  await expectSound(page);
  await context.close();
});

test('a line that breaks is tried again, and the tip is there once', async ({ browser }) => {
  const { page, context } = await open(browser, 390, true);
  await walk(page, false);
  let broken = 0;
  await page.route('**/api/v1/portal/tips', async (route) => {
    broken += 1;
    if (broken > 2) return route.fallback();
    // The first time the house has it, and only the answer is lost.
    if (broken === 1) await route.fetch();
    return route.abort('connectionreset');
  });
  await page.getByRole('button', { name: 'Niêm phong và gửi' }).click();
  await expect(page.getByText('Đường truyền bị ngắt. Đang gửi lại')).toBeVisible();
  const code = await readCode(page);
  expect(broken).toBe(3);
  await page.getByRole('checkbox', { name: 'Tôi đã chép mã' }).check();
  await follow(page, code);
  await context.close();
});
