// The pages as people meet them, with the demonstration of 20,000 answers.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { phone } from './support/browser.ts';
import { choose, group } from './support/form.ts';
import { desk, setUp } from './support/staff.ts';
import { test } from './support/test.ts';

const shot = (page: Page, name: string) =>
  page.screenshot({ path: join(import.meta.dirname, 'screenshots', `${name}.png`) });

/** Puts a group a little below the upper edge. */
async function scrollTo(page: Page, code: string): Promise<void> {
  await group(page, code).evaluate((element) => window.scrollTo(0, element.getBoundingClientRect().top + scrollY - 90));
}

test.describe('on a phone', () => {
  test.use({ ...phone, deviceScaleFactor: 2 });

  test('the form begins with what it is and what is stored', async ({ page }) => {
    await page.goto('/s/demo');
    await shot(page, 'form-phone-vi');
  });

  test('the items, some of them answered', async ({ page }) => {
    await page.goto('/s/demo');
    await choose(page, 'q9.1', 4);
    await choose(page, 'q9.2', 5);
    await choose(page, 'q9.3', 3);
    await page.mouse.move(0, 0);
    await scrollTo(page, 'q9.1');
    await shot(page, 'form-phone-items-vi');
  });

  test('the items in English', async ({ page }) => {
    await page.goto('/s/demo?lang=en');
    await choose(page, 'q9.1', 5);
    await choose(page, 'q9.2', 4);
    await scrollTo(page, 'q9.1');
    await shot(page, 'form-phone-en');
  });

  test('the results of a round', async ({ page, hailong }) => {
    await page.goto(`/results/${await hailong.demoRound()}`);
    await shot(page, 'results-phone-vi');
  });

  test('agencies and factors', async ({ page, hailong }) => {
    await page.goto(`/results/${await hailong.demoRound()}#heat`);
    await shot(page, 'heat-phone-vi');
  });
});

test.describe('on a desk', () => {
  test.use({ viewport: { width: 1280, height: 900 } });

  test('the rounds over the years', async ({ page }) => {
    await page.goto('/results');
    await shot(page, 'trend-desktop-vi');
  });

  test('the results of a round', async ({ page, hailong }) => {
    await page.goto(`/results/${await hailong.demoRound()}`);
    await shot(page, 'results-desktop-vi');
  });

  test('a ranking', async ({ page, hailong }) => {
    await page.goto(`/results/${await hailong.demoRound()}#agencies`);
    await shot(page, 'ranking-desktop-vi');
  });

  test('items in English, in the dark', async ({ page, hailong }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(`/results/${await hailong.demoRound()}?lang=en#items`);
    await shot(page, 'items-desktop-en-dark');
  });
});

test('at the administrator’s desk', async ({ browser, hailong }) => {
  const context = await browser.newContext({ ...desk, javaScriptEnabled: false, baseURL: hailong.origin });
  const page = await context.newPage();
  await setUp(page, hailong);
  const round = `/admin/rounds/${await hailong.demoRound()}`;
  const pages: [string, string][] = [
    ['agencies', '/admin/agencies?day=2025-06-30'],
    ['form', '/admin/forms/sipas-2026'],
    ['round', round],
    ['monitor', `${round}/monitor?still=1`],
    ['audit', '/admin/audit'],
  ];
  for (const [name, path] of pages) {
    await page.goto(path);
    await shot(page, `admin-${name}-desktop-vi`);
  }
  await page.setViewportSize({ width: 640, height: 900 });
  await page.goto(`${round}/sheets?format=print&layout=a5`);
  await shot(page, 'sheet');
  await context.close();
});
