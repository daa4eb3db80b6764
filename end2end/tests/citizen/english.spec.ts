// The second language of a form: its words, and no falling back on the way.

import { choose, filledIn, send } from '../../support/form.ts';
import { expect, test } from '../../support/test.ts';
import { words } from '../../support/words.ts';

interface Form {
  contents: { factors: { items: { code: string; text: { vi: string; en: string } }[] }[] }[];
}

for (const [language, path] of [['vi', '/s/demo'], ['en', '/s/demo?lang=en']] as const) {
  test(`${path} shows the items in ${language}, word for word`, async ({ page, hailong }) => {
    const form: Form = JSON.parse(await hailong.cli('export', 'form', 'sipas-2026'));
    const items = form.contents.flatMap((content) => content.factors.flatMap((factor) => factor.items));
    expect(items).toHaveLength(39);
    await page.goto(path);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    const legends = await page.locator('fieldset legend').allInnerTexts();
    for (const { text } of items) expect(legends.join('\n')).toContain(text[language]);
    await expect(page.locator('form button')).toHaveText(words(language, 'survey-send'));
    await expect(page.locator('form b').last()).toHaveText(language === 'vi' ? 'Câu 10' : 'Question 10');
    if (language === 'en') await expect(page.locator('form')).not.toContainText(/[ăâđêôơưạảấầắặếềểệỉịọỏốồổộớờởợụủứừửự]/i);
  });
}

test('the language is kept through a refusal and the thanks', async ({ page, round, complaints }) => {
  complaints.expect(422, `${round.answers}?lang=en`);
  await page.goto(`${round.path}?lang=en`);
  await choose(page, 'q1', 4);
  expect(await send(page)).toBe(422);
  await expect(page).toHaveURL(`${round.answers}?lang=en`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('alert')).toContainText(words('en', 'survey-first-fault'));
  await expect(page.locator('.wrong .fault')).toHaveText(words('en', 'fault-missing'));

  await choose(page, 'q2', 4);
  expect(await send(page)).toBe(303);
  await expect(page).toHaveURL(`${round.thanks}?lang=en`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('main')).toContainText(words('en', 'thanks-stored'));
  await page.getByRole('link', { name: words('en', 'thanks-another') }).click();
  await expect(page).toHaveURL(`${round.path}?lang=en`);
  expect(await round.responses()).toBe(1);
});

test('the repeated answer is thanked in English too', async ({ page, round }) => {
  await page.goto(`${round.path}?lang=en`);
  await choose(page, 'q1', 4);
  await choose(page, 'q2', 4);
  expect(await send(page)).toBe(303);
  await page.goBack({ waitUntil: 'commit' });
  expect(await send(page)).toBe(303);
  await expect(page).toHaveURL(`${round.thanks}?lang=en&again=1`);
  await expect(page.locator('main')).toContainText(words('en', 'thanks-already'));
});

test('a button leads to the form in the other language and back', async ({ page, round }) => {
  await page.goto(round.path);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
  await expect(page).toHaveURL(round.path);
});

test('the other language in the middle of the form keeps every answer, and counts once', async ({ page, round }) => {
  await page.goto(round.path);
  await choose(page, 'q1', 4);
  await page.locator('[name="q3"]').fill('Nhanh &\n"lịch sự"');
  const written = await filledIn(page);
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(await filledIn(page)).toEqual(written);
  expect(await round.responses()).toBe(0);
  await page.getByRole('button', { name: 'Tiếng Việt' }).click();
  expect(await filledIn(page)).toEqual(written);
  await choose(page, 'q2', 4);
  expect(await send(page)).toBe(303);
  await expect(page).toHaveURL(round.thanks);
  expect(await round.responses()).toBe(1);
});

test('Enter in a field sends the form and changes no language', async ({ page, complaints }) => {
  complaints.expect(422, '/s/demo/answers');
  await page.goto('/s/demo');
  await choose(page, 'ethnicity', 2);
  await page.locator('[name="ethnicity.specify"]').press('Enter');
  await expect(page).toHaveURL('/s/demo/answers');
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
});

test('answers in English are stored as given in English', async ({ page, hailong, round }) => {
  await page.goto(`${round.path}?lang=en`);
  await choose(page, 'q1', 4);
  await choose(page, 'q2', 4);
  expect(await send(page)).toBe(303);
  expect(await hailong.exported(round.code)).toMatchObject([{ language: 'en' }]);
});
