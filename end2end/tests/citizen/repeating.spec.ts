// Back and send again is one answer; coming again is two. With the browser's back/forward cache, and without it,
// which is how many in-app browsers behave.

import type { Page } from '@playwright/test';
import { launchOptions } from '../../support/browser.ts';
import { choose, input, send } from '../../support/form.ts';
import { openRound } from '../../support/rounds.ts';
import { expect, test as base } from '../../support/test.ts';
import { words } from '../../support/words.ts';

// Playwright switches the cache off unless told not to.
const OFF = '--disable-back-forward-cache';

const test = base.extend<{ cached: boolean }>({
  cached: [true, { option: true }],
  /** A phone with a browser of its own. */
  context: async ({ playwright, cached, baseURL, javaScriptEnabled, viewport, locale }, use) => {
    const off = { args: [...(launchOptions.args ?? []), OFF, '--disable-features=BackForwardCache'] };
    const browser = await playwright.chromium.launch({
      ...launchOptions,
      ...(cached ? { ignoreDefaultArgs: [OFF] } : off),
    });
    const site = baseURL ? { baseURL } : {};
    await use(await browser.newContext({ ...site, javaScriptEnabled, viewport, ...(locale ? { locale } : {}) }));
    await browser.close();
  },
});

for (const cached of [true, false]) {
  test.describe(cached ? 'with back/forward cache' : 'without back/forward cache', () => {
    test.use({ cached });

    test('back and resubmit stores one', async ({ page, round }) => {
      await page.goto(round.path);
      await fill(page);
      expect(await send(page)).toBe(303);
      await expect(page).toHaveURL(round.thanks);
      await expect(page.locator('main')).toContainText(words('vi', 'thanks-stored'));

      // A page out of the cache does not load, so only the commit is waited for.
      await page.goBack({ waitUntil: 'commit' });
      await expect(page).toHaveURL(round.path);
      const kind = () => page.evaluate(() => performance.getEntriesByType('navigation').map((n) => n.toJSON().type));
      expect(await kind(), 'the variant is what it says').toEqual([cached ? 'navigate' : 'back_forward']);
      await expect(input(page, 'q1', 5)).toBeChecked();
      await expect(input(page, 'q2', 4)).toBeChecked();
      // Words come back with the page itself only: no browser is to remember them.
      await expect(page.locator('[name="q3"]')).toHaveValue(cached ? 'Nhanh, lịch sự' : '');

      expect(await send(page)).toBe(303);
      await expect(page).toHaveURL(`${round.thanks}?again=1`);
      await expect(page.locator('main')).toContainText(words('vi', 'thanks-already'));
      expect(await round.responses()).toBe(1);
    });

    test('a second visit on the same phone stores two', async ({ page, round }) => {
      await page.goto(round.path);
      await fill(page);
      expect(await send(page)).toBe(303);
      await page.getByRole('link', { name: words('vi', 'thanks-another') }).click();
      await expect(page).toHaveURL(round.path);
      await expect(page.locator(':checked')).toHaveCount(0);
      await expect(page.locator('[name="q3"]')).toHaveValue('');
      await fill(page);
      expect(await send(page)).toBe(303);
      await expect(page).toHaveURL(round.thanks);
      await expect(page.locator('main')).toContainText(words('vi', 'thanks-stored'));
      expect(await round.responses()).toBe(2);
    });

    test('back from a page with gaps shows the form in the language that was chosen', async ({ page, round, complaints }) => {
      complaints.expect(422, `${round.answers}?lang=en`);
      await page.goto(round.path);
      await choose(page, 'q1', 5);
      await page.locator('[name="q3"]').fill('Nhanh, lịch sự');
      await page.getByRole('button', { name: 'English' }).click();
      await expect(page).toHaveURL(`${round.path}?lang=en`);
      await choose(page, 'q4', 3);
      expect(await send(page)).toBe(422);

      await page.goBack({ waitUntil: 'commit' });
      await expect(page).toHaveURL(`${round.path}?lang=en`);
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      await expect(input(page, 'q1', 5)).toBeChecked();
      await expect(input(page, 'q4', 3)).toBeChecked();
      await expect(page.locator('[name="q3"]')).toHaveValue('Nhanh, lịch sự');
      await choose(page, 'q2', 4);
      expect(await send(page)).toBe(303);
      await expect(page).toHaveURL(`${round.thanks}?lang=en`);

      // To the same page, completed: sent again it still counts once.
      await page.goBack({ waitUntil: 'commit' });
      await expect(input(page, 'q2', 4)).toBeChecked();
      expect(await send(page)).toBe(303);
      await expect(page).toHaveURL(`${round.thanks}?lang=en&again=1`);
      expect(await round.responses()).toBe(1);
    });

    test('on a shared screen Back shows nobody what the one before wrote', async ({ page, hailong }) => {
      const round = await openRound(hailong, { channel: 'kiosk' });
      await page.goto(round.path);
      await fill(page);
      expect(await send(page)).toBe(303);
      await page.getByRole('link', { name: words('vi', 'thanks-another') }).click();
      await expect(page).toHaveURL(round.path);
      for (const path of [round.thanks, round.path]) {
        await page.goBack({ waitUntil: 'commit' });
        await expect(page).toHaveURL(path);
      }
      await expect(page.locator('form')).toBeVisible();
      await expect(page.locator(':checked')).toHaveCount(0);
      await expect(page.locator('[name="q3"]')).toHaveValue('');
      expect(await round.responses()).toBe(1);
    });
  });
}

test('a second scan of the code, in another tab, stores two', async ({ page, context, round }) => {
  for (const tab of [page, await context.newPage()]) {
    await tab.goto(round.path);
    await fill(tab);
    expect(await send(tab)).toBe(303);
    await expect(tab).toHaveURL(round.thanks);
  }
  expect(await round.responses()).toBe(2);
});

test('an impatient double click stores one', async ({ page, round }) => {
  await page.goto(round.path);
  await fill(page);
  await page.locator('form button').dblclick();
  await expect(page).toHaveURL(new RegExp(round.thanks));
  expect(await round.responses()).toBe(1);
});

async function fill(page: Page): Promise<void> {
  await choose(page, 'q1', 5);
  await choose(page, 'q2', 4);
  await page.locator('[name="q3"]').fill('Nhanh, lịch sự');
}
