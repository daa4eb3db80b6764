// From an empty database to a published ranking, by pages alone and without script.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { phone } from '../../support/browser.ts';
import { chooseOneInEach } from '../../support/form.ts';
import { Hailong } from '../../support/server.ts';
import { LAN, code, desk, press, setUp } from '../../support/staff.ts';
import { expect, test as base } from '../../support/test.ts';
import { post, visit } from '../../support/wire.ts';

const test = base.extend<{ fresh: Hailong }>({
  fresh: async ({}, use) => {
    const fresh = await Hailong.empty();
    await use(fresh);
    await fresh.stop();
  },
});

test.use(desk);

const AGENCIES = `code,name,name_en,block,level,parent,valid_from
T,Ủy ban nhân dân tỉnh Sơn Trà,Son Tra People's Committee,,province,,
SNV,Sở Nội vụ,Department of Home Affairs,so-nganh,province,T,
STC,Sở Tài chính,Department of Finance,so-nganh,province,T,
SKHDT,Sở Kế hoạch và Đầu tư,Department of Planning and Investment,so-nganh,province,T,
`;
const MERGER = 'kind;day;from;to;share;reference\ntransfer;2025-03-01;SKHDT;STC;100;NQ 176/2025/QH15\n';
const AREAS = 'code,name,name_en\nho-tich,Hộ tịch,Civil status\nchung-thuc,Chứng thực,Certification\n';

/** Reads a file on the page of an import, looks at what it would change, and agrees. */
async function importFile(page: Page, what: string, text: string, expected: string): Promise<void> {
  await page.goto(`/admin/import/${what}`);
  await page.locator('input[type=file]').setInputFiles({ name: 'f.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await press(page, 'Xem sẽ thay đổi gì');
  await expect(page.locator('main')).toContainText(expected);
  await press(page, 'Nhập');
  await expect(page.getByRole('status').first()).toHaveText('Đã nhập tệp.');
}

test('a province runs a round without touching a command line', async ({ browser, fresh }) => {
  const context = await browser.newContext({ ...desk, baseURL: fresh.origin, javaScriptEnabled: false });
  const page = await context.newPage();

  // Set-up and second factor; signing out and in again asks for a code.
  await page.goto('/admin');
  await expect(page).toHaveURL(/\/admin\/set-up/);
  const secret = await setUp(page, fresh);
  await expect(page.locator('.codes li')).toHaveCount(10);
  await page.getByRole('button', { name: 'Đăng xuất' }).click();
  await page.locator('[name=email]').fill(LAN.email);
  await page.locator('[name=password]').fill(LAN.password);
  await press(page, 'Đăng nhập');
  await page.locator('[name=code]').fill(code(secret, 1));
  await press(page, 'Tiếp tục');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tổng quan');

  // Whose pages these are.
  await page.goto('/admin/settings');
  await page.locator('[name=administration]').fill('UBND tỉnh Sơn Trà');
  await page.locator('[name=emblem]').setInputFiles(join(import.meta.dirname, '../../screenshots/sheet.png'));
  await press(page, 'Lưu');
  await expect(page.locator('.name')).toHaveText('UBND tỉnh Sơn Trà');
  const emblem = page.locator('.name img');
  await expect.poll(() => emblem.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);

  // Agencies with a merger, and what they serve.
  await importFile(page, 'agencies', AGENCIES, '4 mới, 0 thay đổi, 0 giữ nguyên');
  await importFile(page, 'agency-events', MERGER, 'Sở Kế hoạch và Đầu tư → Sở Tài chính');
  await importFile(page, 'service-areas', AREAS, '2 mới');
  await page.goto('/admin/agencies');
  await expect(page.locator('table')).not.toContainText('Sở Kế hoạch và Đầu tư');
  await page.locator('input[name=day]').fill('2025-02-28');
  await press(page, 'Xem ngày này');
  await expect(page.locator('table')).toContainText('Sở Kế hoạch và Đầu tư');

  // A round from a template to open.
  await page.goto('/admin/forms');
  await page.getByRole('link', { name: 'Thư viện mẫu' }).click();
  await page.getByRole('row', { name: 'counter-5' }).getByRole('link').click();
  await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toBeVisible();
  await press(page, 'Dùng mẫu này');
  await expect(page.getByRole('status')).toHaveText('Phiếu đã sẵn sàng.');
  await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'Lập đợt khảo sát' }).click();
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });
  await page.locator('[name=code]').fill('quay-1');
  await page.locator('[name=title]').fill('Ý kiến tại quầy');
  await page.locator('[name=from]').fill('2025-04-01');
  await page.locator('[name=to]').fill(today);
  await press(page, 'Lưu và tiếp tục');
  await expect(page.locator('.links').first()).toContainText('2 cơ quan, 2 lĩnh vực');
  await page.getByRole('link', { name: '2. Cách tính chỉ số' }).click();
  await press(page, 'Lưu và tiếp tục');
  await page.getByLabel('Chứng thực').uncheck();
  await press(page, 'Lưu và tiếp tục');
  await page.getByLabel('Sở Nội vụ, Hộ tịch').fill('20');
  await page.getByLabel('Sở Tài chính, Hộ tịch').fill('20');
  await page.getByLabel('từng cơ quan × lĩnh vực').check();
  await press(page, 'Lưu và tính cỡ mẫu');
  await expect(page.locator('table')).toContainText('cần');
  await page.getByRole('link', { name: 'Bước tiếp theo' }).click();
  await page.locator('[name=minimum]').fill('5');
  await press(page, 'Lưu và tiếp tục');
  await press(page, 'Tạo điểm khảo sát');
  await expect(page.locator('table tbody tr')).toHaveCount(2);

  // The QR sheet, on a page and as a PDF.
  await page.getByRole('link', { name: 'Tờ QR để in' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tải PDF' }).click();
  expect((await saved).suggestedFilename()).toBe('quay-1-a5.pdf');
  await press(page, 'Xem để in');
  await expect(page.locator('section')).toHaveCount(2);
  await expect(page.locator('section').first()).toContainText('Xin Ông/Bà cho biết mức độ hài lòng');
  const addresses = (await page.locator('.typed').allTextContents()).map((text) => new URL(`http://${text}`).pathname);
  await page.goto('/admin/rounds/quay-1');
  await expect(page.getByText('Có thể mở đợt.')).toBeVisible();
  await press(page, 'Mở đợt');
  await expect(page.getByRole('status').first()).toHaveText('Đã mở đợt.');

  // A citizen answers on a phone without JavaScript; more come the same way.
  const citizen = await browser.newContext({ ...phone, baseURL: fresh.origin, javaScriptEnabled: false });
  const hand = await citizen.newPage();
  await hand.goto(addresses[0] ?? '');
  await chooseOneInEach(hand.locator('fieldset'));
  const [sent] = await Promise.all([
    hand.waitForRequest((request) => request.method() === 'POST'),
    hand.locator('form button').click(),
  ]);
  await expect(hand.getByRole('heading', { level: 1 })).toHaveText('Xin cảm ơn Ông/Bà');
  expect((await citizen.cookies()).map((cookie) => cookie.name)).toEqual(['k']);
  // Others of their own: without the key of this visit, that of their cookie counts.
  const body = new URLSearchParams(sent.postData() ?? '');
  body.delete('~key');
  for (const path of addresses) {
    for (let n = 0; n < 6; n += 1) {
      const cookie = await visit(fresh.origin, path);
      const answer = await post(fresh.origin, `${path}/answers`, body.toString(), { cookie });
      expect(answer.status).toBe(303);
    }
  }

  // Monitoring, closing, publication, ranking.
  await page.goto('/admin/rounds/quay-1/monitor');
  await expect(page.locator('dl')).toContainText('13 trên 40 theo kế hoạch');
  await expect(page.locator('table')).toContainText('35 %');
  await page.goto('/results/quay-1');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ý kiến tại quầy');
  expect((await hand.goto('/results/quay-1'))?.status()).toBe(404);
  await page.goto('/admin/rounds/quay-1');
  const close = page.locator('form', { has: page.getByRole('button', { name: 'Đóng đợt' }) });
  await close.getByLabel('Lý do').fill('Đủ phiếu');
  await close.getByRole('button').click();
  const publish = page.locator('form', { has: page.getByRole('button', { name: 'Công bố kết quả' }) });
  await publish.getByLabel('Lý do').fill('QĐ 12/QĐ-UBND');
  await publish.getByRole('button').click();
  expect((await hand.goto('/results/quay-1'))?.status()).toBe(200);
  const ranking = hand.locator('#agencies');
  await expect(ranking).toContainText('Sở Nội vụ');
  await expect(ranking).toContainText('1/2');
  expect((await hand.goto(addresses[0] ?? ''))?.status()).toBe(410);

  // The log tells it all.
  await page.goto('/admin/audit');
  for (const deed of ['thiết lập lần đầu', 'nhập tệp cơ quan', 'mở đợt', 'đóng đợt', 'công bố kết quả']) {
    await expect(page.locator('table')).toContainText(deed);
  }
  expect(await fresh.cli('verify')).toBe('');
  await citizen.close();
  await context.close();
});
