import { ADMIN_PAGES, pathOf } from '../../support/pages.ts';
import { Hailong } from '../../support/server.ts';
import { setUp } from '../../support/staff.ts';
import { test } from '../../support/test.ts';
const OUT = '/tmp/words-shots';
const LONG = 'Ủy ban nhân dân tỉnh Sơn Giang – Trung tâm Phục vụ hành chính công và Kiểm soát thủ tục hành chính, Văn phòng Ủy ban nhân dân tỉnh';
const ONLY = process.env.PAGES?.split(',');
test.use({ viewport: { width: 1280, height: 900 } });
for (const language of (process.env.LANGS ?? 'vi,en').split(',') as ('vi' | 'en')[]) {
  test(`walk ${language}`, async ({ page }) => {
    const hailong = await Hailong.start();
    await setUp(page, hailong, language);
    await page.goto(`${hailong.origin}/admin/settings`);
    await page.locator('[name=administration]').fill(LONG);
    await page.locator('[name=administration_en]').fill('People’s Committee of Son Giang Province – Centre for Public Administration Services and Control of Administrative Procedures, Office of the People’s Committee');
    await page.locator('main form button').first().click();
    await page.goto(`${hailong.origin}/admin/new-agency`);
    await page.locator('[name=code]').fill('OD5');
    await page.locator('[name=name]').fill('Trungtâmphụcvụhànhchínhcông'.repeat(8));
    await page.locator('main form button').first().click();
    for (const name of ONLY ?? [...ADMIN_PAGES, '/admin/agencies/OD5', '/admin/sign-in', '/results']) {
      const path = await pathOf(hailong, name);
      for (const width of (process.env.WIDTHS ?? '320,360,768,1280').split(',').map(Number)) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(hailong.origin + path);
        const w = await page.evaluate(() => document.documentElement.scrollWidth);
        if (w > width) console.log(`WIDE ${language} ${path} ${width}: ${w}`);
        if (width === 360 || width === 1280 || ONLY) {
          const file = `${OUT}/${language}-${width}${path.replace(/[/?=]/g, '_')}.png`;
          await page.screenshot({ path: file, fullPage: true, clip: undefined });
        }
      }
    }
    await hailong.stop();
  });
}
