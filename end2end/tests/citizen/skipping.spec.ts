// Skip logic without script: what is not asked is not seen, and not demanded.

import type { Page } from '@playwright/test';
import { choose, group, input, send } from '../../support/form.ts';
import { type TestRound, openRound } from '../../support/rounds.ts';
import { SKIP_FORM, skipForm } from '../../support/skip-form.ts';
import { expect, test as base } from '../../support/test.ts';

const test = base.extend<{ skipping: TestRound }>({
  skipping: async ({ hailong }, use) => {
    await hailong.import('form', skipForm);
    await use(await openRound(hailong, { form: SKIP_FORM }));
  },
});

const CONDITIONAL = ['b', 'c', 'd', 'web', 'both', 'either', 'other', 'never_b', 'row_1', 'row_2'];

/** Exactly these of the conditional questions are shown. */
async function shown(page: Page, ...codes: string[]): Promise<void> {
  for (const code of CONDITIONAL) {
    await expect(group(page, code), code).toBeVisible({ visible: codes.includes(code) });
  }
}

test('questions come and go as the answers change', async ({ page, skipping }) => {
  await page.goto(skipping.path);
  await shown(page, 'other', 'never_b');
  await choose(page, 'a', 1);
  await shown(page, 'b', 'never_b', 'row_1');
  await choose(page, 'b', 1);
  await shown(page, 'b', 'c', 'row_1');
  await choose(page, 'b', 2);
  await shown(page, 'b', 'never_b', 'row_1', 'row_2');
  await choose(page, 'a', 2);
  await shown(page, 'd', 'other', 'never_b');
  await choose(page, 'a', 3);
  await shown(page, 'd', 'either', 'other', 'never_b');
});

test('on paper all of it is there', async ({ page, skipping }) => {
  await page.goto(skipping.path);
  await page.emulateMedia({ media: 'print' });
  await shown(page, ...CONDITIONAL);
});

test('a multiple choice decides by each of its ticks', async ({ page, skipping }) => {
  await page.goto(skipping.path);
  await choose(page, 'a', 2);
  await choose(page, 'many', 2);
  await shown(page, 'd', 'other', 'never_b', 'web');
  await choose(page, 'many', 1);
  await shown(page, 'd', 'other', 'never_b', 'web', 'either');
  await choose(page, 'many', 3);
  await shown(page, 'd', 'other', 'never_b', 'web', 'either', 'both');
  await choose(page, 'many', 1);
  await choose(page, 'many', 2);
  await shown(page, 'd', 'other', 'never_b', 'both');
});

test('an answer that is itself no longer asked for counts as unanswered', async ({ page, hailong, skipping }) => {
  await page.goto(skipping.path);
  await choose(page, 'a', 1);
  await choose(page, 'b', 1);
  await choose(page, 'c', 1);
  await choose(page, 'a', 2);
  await expect(input(page, 'b', 1)).toBeChecked();
  await shown(page, 'd', 'other', 'never_b');
  for (const code of ['d', 'other', 'never_b', 'whole']) await choose(page, code, 2);
  expect(await send(page)).toBe(303);
  const [stored] = await hailong.exported(skipping.code);
  expect(stored?.answers).toEqual({ a: '2', d: '2', other: '2', never_b: '2', whole: '2' });
});

test('hidden required questions are not demanded, shown ones are', async ({ page, skipping, complaints }) => {
  complaints.expect(422, skipping.answers);
  await page.goto(skipping.path);
  await choose(page, 'a', 1);
  await choose(page, 'whole', 5);
  expect(await send(page)).toBe(422);
  await shown(page, 'b', 'never_b', 'row_1');
  const wrong = () => page.locator('.wrong').evaluateAll((all) => all.map(({ id }) => id));
  expect(await wrong()).toEqual(['b', 'never_b', 'row_1']);
  await choose(page, 'b', 1);
  await choose(page, 'row_1', 3);
  await shown(page, 'b', 'c', 'row_1');
  expect(await send(page)).toBe(422);
  expect(await wrong()).toEqual(['c']);
  await choose(page, 'c', 1);
  expect(await send(page)).toBe(303);
  await expect(page).toHaveURL(skipping.thanks);
  expect(await skipping.responses()).toBe(1);
});

test('a question that is not asked leaves no heading and no hint behind', async ({ page, skipping }) => {
  await page.goto(skipping.path);
  for (const text of ['Gợi ý của câu b', 'Bảng chỉ hỏi khi a là một', 'Gợi ý của bảng']) {
    await expect.soft(page.getByText(text), text).toBeHidden();
  }
  await choose(page, 'a', 1);
  for (const text of ['Gợi ý của câu b', 'Bảng chỉ hỏi khi a là một', 'Gợi ý của bảng']) {
    await expect(page.getByText(text), text).toBeVisible();
  }
});

test('the skipping form is in English too', async ({ page, skipping }) => {
  await page.goto(`${skipping.path}?lang=en`);
  await shown(page, 'other', 'never_b');
  await choose(page, 'a', 1);
  await shown(page, 'b', 'never_b', 'row_1');
});
