// The short form at the counter: a handful of taps.

import { chooseOneInEach, send } from '../../support/form.ts';
import { openRound } from '../../support/rounds.ts';
import { expect, test } from '../../support/test.ts';

const MOST_TAPS = 8;

test('at most eight taps from the first face to the thanks', async ({ page, hailong }) => {
  const round = await openRound(hailong, { form: 'counter-5' });
  await page.goto(round.path);
  const questions = page.locator('form fieldset').filter({ has: page.locator('[type=radio]') });
  const taps = (await questions.count()) + 1;
  expect(taps).toBeLessThanOrEqual(MOST_TAPS);
  await chooseOneInEach(questions);
  expect(await send(page)).toBe(303);
  await expect(page).toHaveURL(round.thanks);
  expect(await round.responses()).toBe(1);
});
