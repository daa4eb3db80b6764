// The administration on a narrow phone: nothing leaves the screen sideways, however long a name is.

import { ADMIN_PAGES, pathOf } from '../../support/pages.ts';
import { Hailong } from '../../support/server.ts';
import { press, setUp } from '../../support/staff.ts';
import { expect, test } from '../../support/test.ts';

const WIDTH = 320;
const LONG_NAME = `Chi nhánh Văn phòng Đăng ký đất đai ${'liên phường Đông Hưng Thuận '.repeat(7)}`.trim();
const ADD = { vi: 'Thêm cơ quan', en: 'Add the agency' };

test.use({ viewport: { width: WIDTH, height: 640 } });

for (const language of ['vi', 'en'] as const) {
  test(`nothing scrolls sideways in the administration, in ${language}`, async ({ page }) => {
    const hailong = await Hailong.start();
    await setUp(page, hailong, language);
    await page.goto(`${hailong.origin}/admin/new-agency`);
    await page.locator('[name=code]').fill('DAI');
    await page.locator('[name=name]').fill(LONG_NAME);
    await press(page, ADD[language]);
    const wide: string[] = [];
    for (const name of [...ADMIN_PAGES, '/admin/agencies/DAI', '/admin/agencies?q=DAI']) {
      const path = await pathOf(hailong, name);
      const answer = await page.goto(hailong.origin + path);
      expect(answer?.status(), path).toBe(200);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > WIDTH) wide.push(`${path} is ${width} px wide`);
      // A list stands in cards; only a matrix of volumes scrolls by itself.
      const lists = page.locator('.table:has(.list)');
      const over = await lists.evaluateAll((all) => all.filter((list) => list.scrollWidth > list.clientWidth).length);
      if (over > 0) wide.push(`a list of ${path} scrolls`);
    }
    expect(wide).toEqual([]);
    await hailong.stop();
  });
}
