// axe finds nothing on any page of the administration, in both languages, light and dark.

import { isClean } from '../../support/axe.ts';
import { ADMIN_PAGES, pathOf } from '../../support/pages.ts';
import { Hailong } from '../../support/server.ts';
import { desk, setUp } from '../../support/staff.ts';
import { expect, test } from '../../support/test.ts';

test.use(desk);

for (const language of ['vi', 'en'] as const) {
  test.describe(`axe finds nothing in the administration, in ${language}, on`, () => {
    test('the set-up and what follows it', async ({ page }) => {
      const fresh = await Hailong.empty();
      await page.goto(`${fresh.origin}/admin/set-up?lang=${language}`);
      await isClean(page);
      await setUp(page, fresh, language);
      await isClean(page);
      await fresh.stop();
    });

    for (const name of ADMIN_PAGES) {
      test(name, async ({ page, context, offices }) => {
        const { hailong, cookies } = await offices(language);
        await context.addCookies(cookies);
        const answer = await page.goto(hailong.origin + (await pathOf(hailong, name)));
        expect(answer?.status()).toBe(200);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await isClean(page);
      });
    }

    test('a form with faults', async ({ page, context, offices, complaints }) => {
      const { hailong, cookies } = await offices(language);
      await context.addCookies(cookies);
      complaints.expect(422, '/admin/new-agency');
      await page.goto(`${hailong.origin}/admin/new-agency`);
      await page.locator('main button').last().click();
      await expect(page.getByRole('alert')).toBeVisible();
      await isClean(page);
    });
  });
}
