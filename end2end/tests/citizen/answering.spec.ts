// The whole way of a citizen through the 39-item form of the demonstration.

import { choose, chooseOneInEach, send } from '../../support/form.ts';
import { expect, test } from '../../support/test.ts';
import { words } from '../../support/words.ts';

const COMMENT = 'Cán bộ hướng dẫn rất nhiệt tình; thủ tục đất đai vẫn rườm rà.</textarea><script>alert(1)</script>';

test('a citizen answers every question, is thanked, and counts', async ({ page, hailong }) => {
  const round = await hailong.demoRound();
  const before = await hailong.responses(round);
  const [overallBefore] = await hailong.index(round);
  const known = new Set((await hailong.exported(round)).map((response) => JSON.stringify(response)));

  await page.goto('/s/demo');
  await chooseOneInEach(page.locator('fieldset.one'));
  await choose(page, 'ethnicity', 2);
  await page.locator('[name="ethnicity.specify"]').fill('Tày ở xã Mẫu Sơn');
  await choose(page, 'occupation', 7);
  await choose(page, 'q2', 1);
  await choose(page, 'q2', 3);
  await page.locator('[name="comment"]').fill(COMMENT);
  expect(await send(page)).toBe(303);

  await expect(page).toHaveURL('/s/demo/thanks');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('vi', 'thanks-title'));
  await expect(page.locator('main')).toContainText(words('vi', 'thanks-stored'));

  expect(await hailong.responses(round)).toBe(before + 1);
  const [overall] = await hailong.index(round);
  expect(overall?.n).toBe((overallBefore?.n ?? 0) + 1);
  const mine = (await hailong.exported(round)).filter((response) => !known.has(JSON.stringify(response)));
  expect(mine).toHaveLength(1);
  expect(mine[0]?.answers).toMatchObject({
    ethnicity: '2',
    occupation: '7',
    q2: ['1', '3'],
    'q9.1': expect.any(String),
    'q9.39': expect.any(String),
  });
  // Words leave apart from who wrote them.
  for (const typed of [COMMENT, 'Mẫu Sơn']) expect(JSON.stringify(mine)).not.toContain(typed);

  // The page tells what is published, which may lack who left questions out.
  const published = (await (await page.request.get(`/api/v1/rounds/${round}/index`)).json()) as { n: number }[];
  await page.goto(`/results/${round}`);
  const n = new Intl.NumberFormat('vi-VN').format(published[0]?.n ?? 0);
  await expect(page.locator('.overall')).toContainText(words('vi', 'results-n', { n }));
});

test('every group of targets has a name, and every target words', async ({ page }) => {
  await page.goto('/s/demo');
  const groups = await page.locator('fieldset').count();
  expect(groups).toBeGreaterThan(70);
  await expect(page.getByRole('group', { name: /\S/ })).toHaveCount(groups);
  for (const role of ['radio', 'checkbox'] as const) {
    const targets = await page.locator(`[type=${role}]`).count();
    await expect(page.getByRole(role, { name: /\S/ })).toHaveCount(targets);
  }
});
