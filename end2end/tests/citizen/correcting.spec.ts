// What is missing is pointed at; what is there stays there, whatever it is.

import { choose, chooseOneInEach, filledIn, group, send } from '../../support/form.ts';
import { expect, test } from '../../support/test.ts';
import { words } from '../../support/words.ts';

const COMMENT = 'Dòng đầu\ncòn </textarea><b>đậm</b> & "ngoặc" &lt;';
const MISSING = ['q3.2', 'q9.24', 'q10.1'];

test('missing answers are named, everything else stays, and completing the form stores it', async ({
  page,
  hailong,
  complaints,
}) => {
  complaints.expect(422, '/s/demo/answers');
  const round = await hailong.demoRound();
  const before = await hailong.responses(round);

  await page.goto('/s/demo');
  const others = MISSING.map((code) => `:not([id="${code}"])`).join('');
  await chooseOneInEach(page.locator(`fieldset.one${others}`));
  await choose(page, 'ethnicity', 2);
  await page.locator('[name="ethnicity.specify"]').fill('"Dao" <đỏ>');
  await choose(page, 'q2', 2);
  await choose(page, 'q2', 7);
  await page.locator('[name="q2.specify"]').fill("Loa 'phường'");
  await page.locator('[name="comment"]').fill(COMMENT);
  const typed = await filledIn(page);
  expect(typed).toContainEqual(['comment', COMMENT]);

  expect(await send(page)).toBe(422);
  expect(await filledIn(page)).toEqual(typed);
  expect(await hailong.responses(round)).toBe(before);
  await expect(page).toHaveTitle(new RegExp(`^${words('vi', 'survey-fault-title')}`));

  const summary = page.getByRole('alert');
  await expect(summary).toBeInViewport();
  await expect(summary).toContainText(`${MISSING.length}`);
  await expect(page.locator('fieldset.wrong')).toHaveCount(MISSING.length);
  const link = summary.getByRole('link', { name: words('vi', 'survey-first-fault') });
  await expect(link).toHaveAttribute('href', '#q3.2');
  await expect(group(page, 'q3.2')).not.toBeInViewport();
  await link.click();
  await expect(group(page, 'q3.2')).toBeInViewport({ ratio: 1 });
  await expect(group(page, 'q3.2')).toHaveAccessibleDescription(words('vi', 'fault-missing'));

  for (const code of MISSING) await choose(page, code, 2);
  expect(await send(page)).toBe(303);
  await expect(page).toHaveURL('/s/demo/thanks');
  expect(await hailong.responses(round)).toBe(before + 1);
});

test('an empty form is refused with the first question named', async ({ page, round, complaints }) => {
  complaints.expect(422, round.answers);
  await page.goto(round.path);
  expect(await send(page)).toBe(422);
  await expect(page.getByRole('alert').getByRole('link')).toHaveAttribute('href', '#q1');
  await expect(page.locator('fieldset.wrong')).toHaveCount(2);
  expect(await round.responses()).toBe(0);
});

test('what looks like HTML comes back as text', async ({ page, round, complaints }) => {
  complaints.expect(422, round.answers);
  const evil = '</textarea><img src=x onerror=alert(1)><script>alert(2)</script>';
  await page.goto(round.path);
  await page.locator('[name="q3"]').fill(evil);
  expect(await send(page)).toBe(422);
  await expect(page.locator('[name="q3"]')).toHaveValue(evil);
  await expect(page.locator('img, script')).toHaveCount(0);
  await expect(page.locator('textarea')).toHaveCount(2);
});

test('lines come back as lines, an empty first one too', async ({ page, round, complaints }) => {
  complaints.expect(422, round.answers);
  const lines = '\n\nMột\n  hai\n\nba\n';
  await page.goto(round.path);
  await page.locator('[name="q3"]').fill(lines);
  await page.locator('[name="q9"]').fill(lines.slice(1));
  expect(await send(page)).toBe(422);
  await expect.soft(page.locator('[name="q3"]')).toHaveValue(lines);
  await expect.soft(page.locator('[name="q9"]')).toHaveValue(lines.slice(1));
});

test('what looks like HTML in a short field comes back as text', async ({ page, complaints }) => {
  complaints.expect(422, '/s/demo/answers');
  const evil = '"><img src=x onerror=alert(1)>';
  await page.goto('/s/demo');
  await choose(page, 'ethnicity', 2);
  await page.locator('[name="ethnicity.specify"]').fill(evil);
  expect(await send(page)).toBe(422);
  await expect(page.locator('[name="ethnicity.specify"]')).toHaveValue(evil);
  await expect(page.locator('img, script')).toHaveCount(0);
});
