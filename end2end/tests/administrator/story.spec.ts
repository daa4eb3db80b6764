// From an empty database to results that a leader reads: by pages, without script, with files as Excel in Vietnam writes them.

import { writeFile } from 'node:fs/promises';
import { join as joined } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { phone } from '../../support/browser.ts';
import { chooseOneInEach } from '../../support/form.ts';
import { Hailong } from '../../support/server.ts';
import { LAN, code, desk, join, press, setUp, signIn } from '../../support/staff.ts';
import { expect, test as base } from '../../support/test.ts';
import { post, visit } from '../../support/wire.ts';
import { workbook } from '../../support/workbook.ts';

const test = base.extend<{ fresh: Hailong }>({
  fresh: async ({}, use) => {
    const fresh = await Hailong.empty();
    await use(fresh);
    await fresh.stop();
  },
});

test.use(desk);

/** A sheet with a title row’s worth of habits: headers in title case, levels as people say them, days as Excel keeps them. */
const AGENCIES = workbook('Cơ quan', [
  ['Mã Cơ Quan', 'Tên Cơ Quan', 'Khối', 'Cấp', 'Mã Cấp Trên', 'Từ Ngày'],
  ['T', 'Ủy ban nhân dân tỉnh Sơn Trà', '', 'Tỉnh', '', ''],
  ['SNV', 'Sở Nội vụ', 'so-nganh', 'Sở', 'T', ''],
  ['STC', 'Sở Tài chính', 'so-nganh', 'Sở', 'T', ''],
  ['SKHDT', 'Sở Kế hoạch và Đầu tư', 'so-nganh', 'Sở', 'T', ''],
  ['P1', 'Phường Hải Trà', 'cap-xa', 'Phường', 'T', new Date('2025-07-01')],
  ['X1', 'Xã Sơn Lâm', 'cap-xa', 'Xã', 'T', new Date('2025-07-01')],
]);
/** “CSV (phân cách bằng dấu chấm phẩy)”, with the line that Excel reads its separator from. */
const MERGER = '\ufeffsep=;\r\nHình Thức;Ngày;Từ;Đến;Tỷ Lệ;Căn Cứ\r\nChuyển giao;1/3/2025;SKHDT;STC;100;NQ 176/2025/QH15\r\n';
/** “Unicode Text”: UTF-16 with tabs. */
const AREAS = Buffer.from('\ufeffMã Lĩnh Vực\tTên Lĩnh Vực\r\nho-tich\tHộ tịch\r\nchung-thuc\tChứng thực\r\n', 'utf16le');
/** Numbers, and one that somebody typed as text. */
const VOLUMES = workbook('Số liệu', [
  ['Cơ quan', 'Lĩnh vực', 'Số hồ sơ'],
  ['SNV', 'ho-tich', 1234],
  ['STC', 'ho-tich', 850],
  ['P1', 'ho-tich', '2.500'],
  ['X1', 'ho-tich', 12000],
]);

/** Reads a file on the page of an import, looks at what it would change, and agrees. */
async function importFile(page: Page, what: string, name: string, buffer: Buffer, expected: string): Promise<void> {
  await page.goto(`/admin/import/${what}`);
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await press(page, 'Xem sẽ thay đổi gì');
  await expect(page.locator('main')).toContainText(expected);
  await press(page, 'Nhập');
  await expect(page.getByRole('status').first()).toHaveText(/^Đã nhập .* từ tệp\.$/);
}

/** Adds somebody with a role; returns the page at which they have signed in by the link. */
async function addPerson(browser: Browser, page: Page, fresh: Hailong, name: string, role: string, over = ''): Promise<Page> {
  const email = `${role}@sontra.gov.vn`;
  await page.goto('/admin/people');
  await page.locator('[name=name]').fill(name);
  await page.locator('[name=email]').fill(email);
  await page.locator('[name=role]').selectOption(role);
  await page.locator('[name=over]').selectOption(over || { label: 'mọi cơ quan' });
  await press(page, 'Thêm người và tạo đường dẫn đặt mật khẩu');
  const link = await page.locator('.copy code').innerText();
  const context = await browser.newContext({ ...desk, baseURL: fresh.origin, javaScriptEnabled: false });
  const theirs = await context.newPage();
  await join(theirs, link, email, 'hòn đá nằm cạnh bờ suối');
  return theirs;
}

/** Does what a form of the round’s page offers, which may be folded, with a reason where it asks for one. */
async function bring(page: Page, button: string, reason?: string): Promise<void> {
  await page.goto('/admin/rounds/quay-1');
  const named = page.getByRole('button', { name: button, exact: true, includeHidden: true });
  const fold = page.locator('details', { has: named });
  if (await fold.count()) await fold.locator('summary').click();
  const form = page.locator('form', { has: named });
  if (reason) await form.getByLabel('Lý do').fill(reason);
  await form.getByRole('button').click();
}

test('a province runs a round with the files that it has', async ({ browser, fresh }) => {
  const context = await browser.newContext({ ...desk, baseURL: fresh.origin, javaScriptEnabled: false });
  const page = await context.newPage();
  const status = page.getByRole('status').first();

  await test.step('set-up and second factor; signing in again asks for a code', async () => {
    await page.goto('/admin');
    await expect(page).toHaveURL(/\/admin\/set-up/);
    const secret = await setUp(page, fresh);
    await expect(page.locator('.codes li')).toHaveCount(10);
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await signIn(page, LAN.email, LAN.password);
    await page.locator('[name=code]').fill(code(secret, 1));
    await press(page, 'Tiếp tục');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tổng quan');
    await expect(page.locator('main')).toContainText('Để mở đợt khảo sát đầu tiên, còn cần:');
  });

  await test.step('whose pages these are, and that forms need a second person', async () => {
    await page.goto('/admin/settings');
    await page.locator('[name=administration]').fill('UBND tỉnh Sơn Trà');
    await page.locator('[name=emblem]').setInputFiles(joined(import.meta.dirname, '../../screenshots/sheet-desktop-vi.png'));
    await page.getByLabel('Phê duyệt phiếu khảo sát').selectOption('cần người thứ hai phê duyệt');
    await press(page, 'Lưu');
    await expect(page.locator('.name')).toHaveText('UBND tỉnh Sơn Trà');
    const emblem = page.locator('.name img');
    await expect.poll(() => emblem.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
  });

  await test.step('agencies from a workbook, a merger with semicolons, service areas as Unicode Text', async () => {
    await importFile(page, 'agencies', 'co-quan.xlsx', AGENCIES, '6 mới, 0 thay đổi, 0 giữ nguyên');
    await importFile(page, 'agency-events', 'sap-nhap.csv', Buffer.from(MERGER), 'Sở Kế hoạch và Đầu tư → Sở Tài chính');
    await importFile(page, 'service-areas', 'linh-vuc.txt', AREAS, '2 mới');
    await page.goto('/admin/agencies');
    const tree = page.locator('table');
    await expect(tree).not.toContainText('Sở Kế hoạch và Đầu tư');
    await expect(tree.getByRole('row', { name: 'Phường Hải Trà' })).toContainText('xã');
    await page.locator('input[name=day]').fill('2025-02-28');
    await press(page, 'Xem ngày này');
    await expect(tree).toContainText('Sở Kế hoạch và Đầu tư');
    await expect(tree).not.toContainText('Phường Hải Trà');
  });

  const approver = await addPerson(browser, page, fresh, 'Văn phòng UBND tỉnh', 'approver');
  const leader = await addPerson(browser, page, fresh, 'Lãnh đạo Sở Nội vụ', 'leader', 'SNV');

  await test.step('a form from a template waits until the second person agrees', async () => {
    await page.goto('/admin/forms');
    await page.getByRole('link', { name: 'Thư viện mẫu' }).click();
    await page.getByRole('row', { name: 'counter-5' }).getByRole('link').click();
    await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toBeVisible();
    await press(page, 'Dùng mẫu này');
    await expect(status).toHaveText('Đã lưu; đang chờ người khác phê duyệt.');
    await approver.goto('/admin');
    await approver.getByRole('link', { name: /^Phê duyệt phiếu: Ý kiến tại quầy/ }).click();
    await press(approver, 'Phê duyệt phiên bản này');
    await expect(approver.getByRole('status').first()).toContainText('Đã phê duyệt phiếu');
  });

  await test.step('a round, step by step, with volumes from Excel', async () => {
    await page.goto('/admin/forms/counter-5');
    await page.getByRole('link', { name: 'Lập đợt khảo sát' }).click();
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' });
    await page.locator('[name=code]').fill('quay-1');
    await page.locator('[name=title]').fill('Ý kiến tại quầy');
    await page.locator('[name=from]').fill('2025-07-01');
    await page.locator('[name=to]').fill(today);
    await press(page, 'Lưu và tiếp tục');
    await expect(page.locator('.links').first()).toContainText('4 cơ quan, 2 lĩnh vực');
    await page.getByRole('link', { name: '2. Cách tính chỉ số' }).click();
    await press(page, 'Lưu và tiếp tục');
    await page.getByLabel('Chứng thực').uncheck();
    await press(page, 'Lưu và tiếp tục');
    await page.getByLabel('từng lĩnh vực của từng cơ quan').check();
    await page.locator('input[type=file]').setInputFiles({ name: 'so-luong.xlsx', mimeType: 'application/octet-stream', buffer: VOLUMES });
    await press(page, 'Đưa tệp vào bảng');
    await expect(page.locator('main')).toContainText('Đọc trang tính “Số liệu”');
    await expect(page.locator('[name="v/P1/ho-tich"]')).toHaveValue('2500');
    await expect(page.getByLabel('từng lĩnh vực của từng cơ quan')).toBeChecked();
    await press(page, 'Lưu và tính cỡ mẫu');
    // Yamane with 5 %: 1234 / (1 + 1234 · 0,0025), and so on.
    for (const [agency, n] of [['Sở Nội vụ', 303], ['Sở Tài chính', 272], ['Phường Hải Trà', 345], ['Xã Sơn Lâm', 388]]) {
      await expect(page.getByRole('row', { name: `${agency}` })).toContainText(`cần ${n}`);
    }
    await page.getByRole('link', { name: 'Bước tiếp theo' }).click();
    await page.locator('[name=minimum]').fill('5');
    await press(page, 'Lưu và tiếp tục');
    await press(page, 'Tạo điểm khảo sát');
    await expect(page.locator('table tbody tr')).toHaveCount(4);
  });

  const addresses = await test.step('sheets with codes, on a page and as a PDF', async () => {
    await page.getByRole('link', { name: 'In tờ QR' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Tải PDF' }).click();
    expect((await saved).suggestedFilename()).toBe('quay-1-a5.pdf');
    await press(page, 'Mở trang in');
    await expect(page.locator('section')).toHaveCount(4);
    await expect(page.locator('section').first()).toContainText('Xin Ông/Bà cho biết mức độ hài lòng');
    const typed = await page.locator('.typed').allTextContents();
    return typed.map((text) => new URL(`http://${text}`).pathname);
  });
  const [address = ''] = addresses;

  const citizen = await browser.newContext({ ...phone, baseURL: fresh.origin, javaScriptEnabled: false });
  const hand = await citizen.newPage();
  const answer = async () => {
    await hand.goto(address);
    await chooseOneInEach(hand.locator('fieldset'));
    const [sent] = await Promise.all([
      hand.waitForRequest((request) => request.method() === 'POST'),
      hand.locator('form button').click(),
    ]);
    return sent.postData() ?? '';
  };

  await test.step('a trial stores nothing', async () => {
    await bring(page, 'Bắt đầu chạy thử');
    await expect(status).toHaveText('Đã bắt đầu chạy thử.');
    await answer();
    await page.goto('/admin/rounds/quay-1');
    await expect(page.locator('main')).toContainText('Đã thử 1 lần');
    await expect(page.getByText('Có thể mở đợt.')).toBeVisible();
    await bring(page, 'Mở đợt');
    await expect(status).toHaveText('Đã mở đợt.');
    expect(await fresh.responses('quay-1')).toBe(0);
  });

  await test.step('citizens answer on their phones', async () => {
    const body = new URLSearchParams(await answer());
    await expect(hand.getByRole('heading', { level: 1 })).toHaveText('Xin cảm ơn Ông/Bà');
    expect((await citizen.cookies()).map((cookie) => cookie.name)).toEqual(['k']);
    // Others of their own: without the key of this visit, that of their cookie counts.
    body.delete('~key');
    for (const path of addresses) {
      for (let n = 0; n < 6; n += 1) {
        const cookie = await visit(fresh.origin, path);
        const { status } = await post(fresh.origin, `${path}/answers`, body.toString(), { cookie });
        expect(status).toBe(303);
      }
    }
    expect(await fresh.responses('quay-1')).toBe(25);
  });

  await test.step('paper is entered from a file, a repeated one asked about', async () => {
    const file = joined(fresh.folder, 'phieu-giay.csv');
    const paper = async (area: string) => {
      const rows = ['P1', 'X1', 'X1'].map((agency, n) => `${agency};${area};Giấy;${5 + n}/7/2025;4;5;3;4;5;2`);
      const text = ['Cơ Quan;Lĩnh Vực;Kênh;Ngày Trả Lời;q1;q2;q3;q4;q5;better', ...rows].join('\r\n');
      await writeFile(file, `\ufeff${text}\r\n`);
      return fresh.cli('import', 'responses', file, '--round', 'quay-1');
    };
    await expect(paper('Ho-tich')).rejects.toThrow('line 2, column Lĩnh Vực: Ho-tich is not a service area of this round; is ho-tich meant?');
    await paper('ho-tich');
    await expect(paper('ho-tich')).rejects.toThrow('--new-only');
    expect(await fresh.responses('quay-1')).toBe(28);
  });

  await test.step('monitoring', async () => {
    // The desk counts anew after less than a minute, the monitor at once.
    await page.goto('/admin');
    await expect(page.locator('.rounds')).toContainText('trên 1.308 phiếu theo kế hoạch');
    await page.goto('/admin/rounds/quay-1/monitor?still=1');
    await expect(page.locator('dl')).toContainText('28 trên 1.308 theo kế hoạch');
    await expect(page.getByRole('row', { name: 'Xã Sơn Lâm' }).first()).toContainText('388');
  });

  await test.step('closing and publication; until then only staff see results', async () => {
    await page.goto('/results/quay-1');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ý kiến tại quầy');
    expect((await hand.goto('/results/quay-1'))?.status()).toBe(404);
    await bring(page, 'Đóng đợt', 'Đủ phiếu');
    await expect(status).toHaveText('Đã đóng đợt; không nhận phiếu nữa.');
    await bring(page, 'Công bố kết quả', 'QĐ 12/QĐ-UBND');
    await expect(status).toHaveText('Đã công bố kết quả.');
    expect((await hand.goto(address))?.status()).toBe(410);
  });

  await test.step('the leader reads from the desk to their agency; everybody sees the ranking', async () => {
    await leader.goto('/admin');
    await leader.goto('/results/quay-1');
    await leader.locator('#agencies').getByRole('link', { name: 'Sở Nội vụ' }).first().click();
    await expect(leader.getByRole('heading', { level: 1 })).toHaveText('Sở Nội vụ');
    await expect(leader.locator('.overall')).toContainText('phiếu trả lời');
    expect((await hand.goto('/results/quay-1'))?.status()).toBe(200);
    const ranking = hand.locator('#agencies');
    await expect(ranking).toContainText('Sở Nội vụ');
    await expect(ranking).toContainText('1/2');
  });

  await test.step('the log tells it all', async () => {
    await page.goto('/admin/audit');
    for (const deed of ['thiết lập lần đầu', 'nhập tệp cơ quan', 'phê duyệt phiếu', 'mở đợt', 'nhập phiếu trả lời đã ghi lại', 'đóng đợt', 'công bố kết quả']) {
      await expect(page.locator('table')).toContainText(deed);
    }
    expect(await fresh.cli('verify')).toBe('');
  });
  for (const one of [citizen, context, approver.context(), leader.context()]) await one.close();
});
