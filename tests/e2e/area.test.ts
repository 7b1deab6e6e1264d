import { type Browser, expect, type Page, test } from '@playwright/test';
import { sql } from 'kysely';
import { openDatabase, openPool } from '../../src/platform/database/database.ts';
import { ask, houseUrl, ownerUrl, signIn } from './people.ts';
import { expectSound } from './soundness.ts';

type Me = { posts: { unit: { code: string; nameVi: string } }[] };

/** A resident at a cheap phone: small screen, nobody signed in. */
async function openPortal(browser: Browser, javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({
    baseURL: houseUrl,
    viewport: { width: 360, height: 740 },
    javaScriptEnabled,
  });
  return context.newPage();
}

test('a resident without scripts contests a figure; the officer answers; the resident and all others read the answer', async ({
  browser,
}: {
  browser: Browser;
}) => {
  test.slow();
  const officer = await signIn(browser, 'xa2');
  const { posts } = await ask<Me>(officer, '/me');
  const { code: unitCode, nameVi: unitName } = posts[0]!.unit;

  // The resident finds the area by name and opens a figure.
  const resident = await openPortal(browser, false);
  const hosts = new Set<string>();
  resident.on('request', (request) => hosts.add(new URL(request.url()).host));
  await resident.goto('/');
  await resident.getByRole('link', { name: 'Khu vực của tôi' }).click();
  await resident.getByLabel('Tên tỉnh, xã, phường hoặc khu dân cư').fill(unitName);
  await resident.getByRole('button', { name: 'Tìm' }).click();
  await resident.locator(`main a[href="/khu-vuc/${unitCode}"]`).click();
  await expect(resident.getByRole('heading', { level: 1, name: unitName })).toBeVisible();
  await expect(resident.getByText(/theo địa giới hiện nay · số đã duyệt đến/)).toBeVisible();
  await resident.locator('summary', { hasText: 'Số điểm mô hình đang hoạt động' }).click();
  await resident.getByRole('link', { name: /Ở đây không đúng như vậy\s*: Số điểm mô hình đang hoạt động/ }).click();

  // An empty form says at the field what is missing; then it is sent.
  await resident.getByRole('button', { name: 'Gửi phản ánh' }).click();
  await expect(resident.getByText('Hãy viết chuyện gì xảy ra.')).toBeVisible();
  const words = `Ở ấp tôi chỉ còn hai điểm (${Date.now()})`;
  await resident.getByLabel('Chuyện gì, từ bao giờ?').fill(words);
  await resident.getByRole('button', { name: 'Gửi phản ánh' }).click();
  await expect(resident.getByText('Hãy lưu địa chỉ trang này')).toBeVisible();
  const address = new URL(resident.url()).pathname;
  expect([...hosts]).toEqual([new URL(houseUrl).host]);
  expect(await resident.context().cookies()).toEqual([]);

  // The officer finds it by its due date, publishes and answers it.
  await officer.goto('/staff/feedback');
  await officer
    .getByRole('row', { name: new RegExp(words.slice(0, 20)) })
    .filter({ hasText: words })
    .getByRole('link', { name: /Mở phản ánh/ })
    .click();
  await officer.getByRole('button', { name: 'Duyệt, trả lời' }).click();
  const dialog = officer.getByRole('dialog', { name: 'Duyệt và trả lời phản ánh' });
  await dialog.getByRole('radio', { name: 'Công khai', exact: true }).check();
  await dialog.getByLabel('Lời trả lời').fill('Đã kiểm tra: hai điểm đã giải thể từ tháng 9, chúng tôi đã sửa sổ.');
  await dialog.getByLabel('Kết quả').selectOption('corrected');
  await dialog.getByRole('button', { name: 'Lưu' }).click();
  await expect(officer.getByText('Đã lưu. Người gửi thấy ngay.')).toBeVisible();

  // The resident reads it, and agrees; everybody reads it in the list of the area.
  await resident.goto(address);
  await expect(resident.getByText('chúng tôi đã sửa sổ')).toBeVisible();
  await resident.getByRole('button', { name: 'Tôi cũng thấy vậy' }).click();
  await expect(resident.getByText('1 người cũng thấy vậy')).toBeVisible();
  await resident.goto(`/phan-anh?noi=${unitCode}`);
  await expect(resident.getByText(words)).toBeVisible();

  // Every page of the way breaks no rule that can be checked, at 360 px.
  const looking = await openPortal(browser, true);
  for (const path of [
    '/',
    '/khu-vuc',
    '/khu-vuc?tim=ca%20mau',
    '/khu-vuc/VN',
    `/khu-vuc/${unitCode}`,
    `/phan-anh/moi?noi=${unitCode}`,
    `/phan-anh?noi=${unitCode}`,
    address,
    '/khong-co-trang-nay',
  ]) {
    await looking.goto(path);
    await expectSound(looking, `${path} at 360 px`);
  }
  await looking.goto(`/khu-vuc/${unitCode}`);
  await looking.screenshot({ path: 'test-results/area-360.png', fullPage: true });
  await looking.goto(`/phan-anh/moi?noi=${unitCode}`);
  await looking.screenshot({ path: 'test-results/feedback-form-360.png', fullPage: true });
  for (const page of [officer, resident, looking]) await page.context().close();
});

test('a resident shows where it is; once it is published all see it on the map of the area', async ({
  browser,
}: {
  browser: Browser;
}) => {
  test.skip(ownerUrl === undefined, 'the outline is put into the database');
  test.slow();
  const officer = await signIn(browser, 'xa2');
  const { posts } = await ask<Me>(officer, '/me');
  const { code: unitCode } = posts[0]!.unit;
  const owner = openDatabase(openPool(ownerUrl!, { max: 1, name: 'binhyen journeys' }));
  const outline = [
    [105.726, 9.31],
    [105.76, 9.338],
    [105.822, 9.32],
    [105.81, 9.262],
    [105.74, 9.258],
    [105.726, 9.31],
  ];
  await sql`insert into unit_boundaries (unit_id, geometry, source, file_sha256)
    select id, ${JSON.stringify({ type: 'MultiPolygon', coordinates: [[outline]] })}::jsonb, 'Bản thử', 'x'
    from units where code = ${unitCode} and valid_to is null`.execute(owner);
  try {
    // Without scripts nobody is asked where they are.
    const plain = await openPortal(browser, false);
    await plain.goto(`/phan-anh/moi?noi=${unitCode}`);
    await expect(plain.getByRole('button', { name: 'Lấy vị trí hiện tại' })).toBeHidden();
    await plain.context().close();

    // With scripts the device is asked once the button is pressed, and the position is rounded.
    const resident = await openPortal(browser, true);
    await resident.context().grantPermissions(['geolocation']);
    await resident.context().setGeolocation({ latitude: 9.290_123, longitude: 105.770_189 });
    await resident.goto(`/phan-anh/moi?noi=${unitCode}`);
    await resident.getByRole('radio', { name: 'Nguy cơ cháy, nổ' }).check();
    const words = `Bãi phế liệu cạnh trạm điện (${Date.now()})`;
    await resident.getByLabel('Chuyện gì, từ bao giờ?').fill(words);
    await resident.getByRole('button', { name: 'Lấy vị trí hiện tại' }).click();
    await expect(resident.getByText('Đã có vị trí: 9.2901, 105.7702')).toBeVisible();
    await expectSound(resident, 'the form with a position at 360 px');
    await resident.getByRole('button', { name: 'Gửi phản ánh' }).click();
    await expect(resident.getByText('Vị trí: 9.2901, 105.7702')).toBeVisible();
    const id = /[0-9a-f-]{36}/.exec(resident.url())![0];

    // The officer sees the position, and publishes it with the feedback.
    await officer.goto(`/staff/registers/feedback?record=${id}`);
    await officer.getByRole('button', { name: 'Duyệt, trả lời' }).click();
    const dialog = officer.getByRole('dialog', { name: 'Duyệt và trả lời phản ánh' });
    await expect(dialog.getByLabel('Bỏ vị trí 9.2901, 105.7702 khỏi phản ánh')).not.toBeChecked();
    await expectSound(officer);
    await dialog.getByRole('radio', { name: 'Công khai', exact: true }).check();
    await dialog.getByRole('button', { name: 'Lưu' }).click();
    await expect(officer.getByText('Đã lưu. Người gửi thấy ngay.')).toBeVisible();

    // Everybody finds it on the map; a number leads to its entry in the list. Nothing large, nothing from elsewhere.
    const anybody = await openPortal(browser, false);
    const hosts = new Set<string>();
    let bytes = 0;
    anybody.on('response', async (response) => {
      hosts.add(new URL(response.url()).host);
      bytes += (await response.body()).byteLength;
    });
    await anybody.goto(`/phan-anh?noi=${unitCode}`);
    const map = anybody.getByRole('group', { name: /^Bản đồ phản ánh ở/ });
    await expect(map).toBeVisible();
    await expect(anybody.getByText('Ranh giới: Bản thử.')).toBeVisible();
    await map.getByRole('link', { name: /Nguy cơ cháy, nổ/ }).click();
    await expect(anybody.locator('li:target')).toContainText(words);
    expect([...hosts]).toEqual([new URL(houseUrl).host]);
    expect(bytes).toBeLessThan(50 * 1024);
    const looking = await openPortal(browser, true);
    await looking.goto(`/phan-anh?noi=${unitCode}`);
    await expectSound(looking, 'the list with its map', [360, 1366]);
    await looking.screenshot({ path: 'test-results/feedback-map-360.png', fullPage: true });
    for (const page of [officer, resident, anybody, looking]) await page.context().close();
  } finally {
    await sql`delete from unit_boundaries where source = 'Bản thử' and file_sha256 = 'x'`.execute(owner);
    await owner.destroy();
  }
});

test('a unit tells its residents how to reach it, invites them, and prints its poster', async ({
  browser,
}: {
  browser: Browser;
}) => {
  const officer = await signIn(browser, 'xa3');
  const { posts } = await ask<Me>(officer, '/me');
  await officer.goto('/staff/area-page');
  await officer.getByLabel('Điện thoại trực của đơn vị').fill('0290 3 831 113');
  await officer.getByRole('button', { name: 'Lưu cách liên hệ' }).click();
  await expect(officer.getByText('Đã lưu. Người dân thấy ngay')).toBeVisible();
  await officer.getByLabel('Tên hoạt động').fill('Diễn đàn Công an lắng nghe ý kiến nhân dân');
  await officer.getByRole('textbox', { name: 'Ngày', exact: true }).fill('01/12/2999');
  await officer.getByRole('textbox', { name: 'Ngày', exact: true }).press('Tab');
  await officer.getByRole('button', { name: 'Báo trước' }).click();
  await expect(officer.getByText('Đã báo trước hoạt động.')).toBeVisible();
  await expectSound(officer);
  const waiting = officer.waitForEvent('download');
  await officer.getByRole('button', { name: 'Tải tờ của đơn vị này (PDF)' }).click();
  expect((await waiting).suggestedFilename()).toMatch(/\.pdf$/);
  const resident = await openPortal(browser, false);
  await resident.goto(`/khu-vuc/${posts[0]!.unit.code}`);
  await expect(resident.getByText('0290 3 831 113')).toBeVisible();
  await expect(resident.getByText('Diễn đàn Công an lắng nghe ý kiến nhân dân')).toBeVisible();
  await officer.screenshot({ path: 'test-results/area-page-staff.png', fullPage: true });
  for (const page of [officer, resident]) await page.context().close();
});
