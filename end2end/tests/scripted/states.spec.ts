// axe finds nothing on any page, in both languages, light and dark.

import { isClean } from '../../support/axe.ts';
import { choose, send } from '../../support/form.ts';
import { RESULT_PAGES, pathOf } from '../../support/pages.ts';
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

    test('a slug that is not there', async ({ page, complaints }) => {
      complaints.expect(404, `/s/khong-co${query}`);
      await page.goto(`/s/khong-co${query}`);
      await isClean(page);
    });

    test('a round that is over', async ({ page, hailong, complaints }) => {
      const closed = await openRound(hailong, { to: '2020-12-31' });
      complaints.expect(410, closed.path + query);
      await page.goto(closed.path + query);
      await isClean(page);
    });

    for (const name of ['/', ...RESULT_PAGES]) {
      test(name, async ({ page, hailong }) => {
        const answer = await page.goto((await pathOf(hailong, name)) + query);
        expect(answer?.status()).toBe(200);
        await isClean(page);
      });
    }

    for (const name of ['/results/none', '/results/{sipas}/agencies/none', '/results/{sipas}/service-areas/none']) {
      test(name, async ({ page, hailong, complaints }) => {
        const path = (await pathOf(hailong, name)) + query;
        complaints.expect(404, path);
        await page.goto(path);
        await isClean(page);
      });
    }
  });
}

test('the pages listed are those of every kind of round in the demonstration', async ({ hailong }) => {
  const listed = await Promise.all(RESULT_PAGES.map((name) => pathOf(hailong, name)));
  // Years after the reorganisation are alike.
  const rounds = (await hailong.rounds()).map(({ code }) => code).filter((code) => code.endsWith('-demo'));
  const unlike = rounds.filter((code) => !/^sipas-20(2[6-9]|[3-9]\d)-demo$/.test(code));
  expect(unlike.length).toBeGreaterThan(3);
  for (const code of unlike) expect(listed).toContain(`/results/${code}`);
});
