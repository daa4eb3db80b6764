// The bar that counts: written by the style sheet alone, so it is read where the browser has laid out its text.

import type { Page } from '@playwright/test';
import { choose } from '../../support/form.ts';
import { openRound } from '../../support/rounds.ts';
import { SKIP_FORM, skipForm } from '../../support/skip-form.ts';
import { expect, test } from '../../support/test.ts';
import { words } from '../../support/words.ts';

const answered = words('vi', 'survey-answered');

test('the bar counts every answer once', async ({ page, round }) => {
  await page.goto(round.path);
  await expect.poll(() => bars(page)).toEqual([`${answered} 0/7`]);
  await choose(page, 'q1', 5);
  await expect.poll(() => bars(page)).toEqual([`${answered} 1/7`]);
  await choose(page, 'q1', 2);
  await expect.poll(() => bars(page)).toEqual([`${answered} 1/7`]);
  await choose(page, 'q2', 2);
  await choose(page, 'q8', 2);
  await expect.poll(() => bars(page)).toEqual([`${answered} 3/7`]);
});

test('each part of a long form counts its own', async ({ page }) => {
  await page.goto('/s/demo');
  const [first, second, ...none] = await bars(page);
  expect(none).toEqual([]);
  expect(first).toBe(`${words('vi', 'survey-part', { number: '1', of: '2' })} · ${answered} 0/5`);
  await choose(page, 'gender', 1);
  await choose(page, 'age', 3);
  await expect.poll(() => bars(page)).toEqual([first?.replace('0/', '2/'), second]);
  await choose(page, 'q9.24', 4);
  await expect.poll(() => bars(page)).toEqual([first?.replace('0/', '2/'), second?.replace('0/', '1/')]);
});

test('what is not asked is not counted', async ({ page, hailong }) => {
  await hailong.import('form', skipForm);
  const { path } = await openRound(hailong, { form: SKIP_FORM });
  await page.goto(path);
  // a, other, never_b, whole; the multiple choice is not one answer.
  await expect.poll(() => bars(page)).toEqual([`${answered} 0/4`]);
  await choose(page, 'a', 1);
  // a, b, never_b, row_1, whole.
  await expect.poll(() => bars(page)).toEqual([`${answered} 1/5`]);
  await choose(page, 'b', 1);
  await expect.poll(() => bars(page)).toEqual([`${answered} 2/5`]);
  await choose(page, 'a', 2);
  // a, d, other, never_b, whole; b stays ticked where nobody sees it.
  await expect.poll(() => bars(page)).toEqual([`${answered} 1/5`]);
});

/** The texts of the bars as laid out, generated content included. */
async function bars(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { documents, strings } = await session.send('DOMSnapshot.captureSnapshot', { computedStyles: [] });
  await session.detach();
  const layout = documents[0]?.layout;
  const laidOut = (layout?.text ?? []).map((at) => strings[at] ?? '');
  const texts: string[] = [];
  for (const [at, text] of laidOut.entries()) {
    if (!text.includes(answered)) continue;
    // The counters and what stands between them are boxes of their own, right behind.
    texts.push(laidOut.slice(at, at + 5).join('').trim());
  }
  return texts;
}
