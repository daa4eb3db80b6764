// axe finds nothing on any page of the administration, in both languages, light and dark.

import { isClean } from '../../support/axe.ts';
import { Hailong } from '../../support/server.ts';
import { desk, rooms, setUp } from '../../support/staff.ts';
import { expect, test } from '../../support/test.ts';

test.use(desk);

for (const language of ['vi', 'en'] as const) {
  test(`axe finds nothing in the administration, in ${language}`, async ({ page, complaints }) => {
    test.setTimeout(180_000);
    const office = await Hailong.start(300);
    await page.goto(`${office.origin}/admin/set-up?lang=${language}`);
    await isClean(page);
    await setUp(page, office, language);
    await isClean(page);
    for (const path of await rooms(office)) {
      await page.goto(office.origin + path);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await isClean(page);
    }
    // A form with faults has more to it.
    complaints.expect(422, '/admin/new-agency');
    await page.goto(`${office.origin}/admin/new-agency`);
    await page.locator('main button').last().click();
    await expect(page.getByRole('alert')).toBeVisible();
    await isClean(page);
    await office.stop();
  });
}
