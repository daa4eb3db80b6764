// axe finds nothing on any page, in both languages, light and dark.

import { isClean } from '../../support/axe.ts';
import { choose, send } from '../../support/form.ts';
import { openRound } from '../../support/rounds.ts';
import { expect, test } from '../../support/test.ts';

for (const [language, query] of [['Vietnamese', ''], ['English', '?lang=en']] as const) {
  test.describe(`axe finds nothing, in ${language}, on`, () => {
    test('the form', async ({ page }) => {
      await page.goto(`/s/demo${query}`);
      await choose(page, 'gender', 1);
      await choose(page, 'q2', 1);
      await choose(page, 'q9.1', 5);
      await isClean(page);
    });

    test('the form with faults', async ({ page, round, complaints }) => {
      complaints.expect(422, round.answers + query);
      await page.goto(round.path + query);
      expect(await send(page)).toBe(422);
      await isClean(page);
    });

    test('the thanks', async ({ page, round }) => {
      await page.goto(round.path + query);
      await choose(page, 'q1', 5);
      await choose(page, 'q2', 5);
      expect(await send(page)).toBe(303);
      await isClean(page);
    });

    test('the pages that say why not', async ({ page, hailong, complaints }) => {
      const closed = await openRound(hailong, { to: '2020-12-31' });
      complaints.expect(404, `/s/khong-co${query}`);
      complaints.expect(410, closed.path + query);
      for (const path of ['/s/khong-co', closed.path]) {
        await page.goto(path + query);
        await isClean(page);
      }
    });

    test('the first page and the list of rounds', async ({ page }) => {
      for (const path of ['/', '/results']) {
        await page.goto(path + query);
        await isClean(page);
      }
    });

    test('the results of rounds, agencies and service areas', async ({ page, hailong }) => {
      // Many large pages, on a machine as slow as it likes.
      test.setTimeout(600_000);
      for (const path of await hailong.resultPages()) {
        await page.goto(path + query);
        await isClean(page);
      }
    });

    test('the pages that say what is not there', async ({ page, hailong, complaints }) => {
      const demo = await hailong.demoRound();
      for (const path of ['/results/none', `/results/${demo}/agencies/none`, `/results/${demo}/service-areas/none`]) {
        complaints.expect(404, path + query);
        await page.goto(path + query);
        await isClean(page);
      }
    });
  });
}
