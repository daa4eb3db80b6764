// Pages in states that no address tells, in both languages: axe finds nothing, nothing is wider than the window or cut.

import type { Page } from '@playwright/test';
import { isClean } from '../../support/axe.ts';
import { choose, send } from '../../support/form.ts';
import { misfits } from '../../support/fits.ts';
import { RESULT_PAGES } from '../../support/pages.ts';
import { openRound } from '../../support/rounds.ts';
import { Hailong } from '../../support/server.ts';
import { SKIP_FORM, skipForm } from '../../support/skip-form.ts';
import { desk, setUp } from '../../support/staff.ts';
import { expect, test } from '../../support/test.ts';

async function looksRight(page: Page): Promise<void> {
  expect.soft(await misfits(page), page.url()).toEqual([]);
  await isClean(page);
}

for (const [language, query] of [['vi', ''], ['en', '?lang=en']] as const) {
  test.describe(`axe finds nothing and everything fits, in ${language}, on`, () => {
    test('the form', async ({ page }) => {
      await page.goto(`/s/demo${query}`);
      await choose(page, 'gender', 1);
      await choose(page, 'q2', 1);
      await choose(page, 'q9.1', 5);
      await looksRight(page);
    });

    test('the form with faults', async ({ page, round, complaints }) => {
      complaints.expect(422, round.answers + query);
      await page.goto(round.path + query);
      expect(await send(page)).toBe(422);
      await looksRight(page);
    });

    test('a form that skips', async ({ page, hailong }) => {
      await hailong.import('form', skipForm);
      const { path } = await openRound(hailong, { form: SKIP_FORM });
      await page.goto(path + query);
      await looksRight(page);
    });

    test('the thanks', async ({ page, round }) => {
      await page.goto(round.path + query);
      await choose(page, 'q1', 5);
      await choose(page, 'q2', 5);
      expect(await send(page)).toBe(303);
      await looksRight(page);
    });

    test('a slug that is not there', async ({ page, complaints }) => {
      complaints.expect(404, `/s/khong-co${query}`);
      await page.goto(`/s/khong-co${query}`);
      await looksRight(page);
    });

    test('a round that is over', async ({ page, hailong, complaints }) => {
      const closed = await openRound(hailong, { to: '2020-12-31' });
      complaints.expect(410, closed.path + query);
      await page.goto(closed.path + query);
      await looksRight(page);
    });

    for (const name of ['', '/agencies/none', '/service-areas/none']) {
      test(`results that are not there${name}`, async ({ page, hailong, complaints }) => {
        const path = `/results/${name ? await hailong.demoRound() : 'none'}${name}${query}`;
        complaints.expect(404, path);
        await page.goto(path);
        await looksRight(page);
      });
    }

    test('the set-up and what follows it', async ({ page }) => {
      const fresh = await Hailong.empty();
      await page.setViewportSize(desk.viewport);
      await page.goto(`${fresh.origin}/admin/set-up?lang=${language}`);
      await looksRight(page);
      await setUp(page, fresh, language);
      await looksRight(page);
      await fresh.stop();
    });

    test('a form of the administration with faults', async ({ page, context, office, complaints }) => {
      await page.setViewportSize(desk.viewport);
      await context.addCookies(office.cookies[language]);
      complaints.expect(422, '/admin/new-agency');
      await page.goto(`${office.hailong.origin}/admin/new-agency`);
      await page.locator('main button').last().click();
      await expect(page.getByRole('alert')).toBeVisible();
      await looksRight(page);
    });
  });
}

test('the pages listed are those of every kind of round in the demonstration', async ({ hailong }) => {
  const [sipas, quay] = [await hailong.demoRound(), await hailong.counterRound()];
  const listed = RESULT_PAGES.map((name) => name.replace('{sipas}', sipas).replace('{quay}', quay));
  // Years after the reorganisation are alike.
  const rounds = (await hailong.rounds()).map(({ code }) => code).filter((code) => code.endsWith('-demo'));
  const unlike = rounds.filter((code) => !/^sipas-20(2[6-9]|[3-9]\d)-demo$/.test(code));
  expect(unlike.length).toBeGreaterThan(3);
  for (const code of unlike) expect(listed).toContain(`/results/${code}`);
});
