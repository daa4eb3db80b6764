// A thumb on a narrow screen: large targets, nothing beyond the edge, words that fit.

import { send } from '../../support/form.ts';
import { RESULT_PAGES, pathOf } from '../../support/pages.ts';
import { openRound } from '../../support/rounds.ts';
import { SKIP_FORM, skipForm } from '../../support/skip-form.ts';
import { expect, test } from '../../support/test.ts';

const LEAST = 44;
const WIDTH = 360;

for (const path of ['/s/demo', '/s/demo?lang=en']) {
  test(`every target of ${path} is at least ${LEAST} × ${LEAST}`, async ({ page }) => {
    await page.goto(path);
    const boxes = await page.locator('label:has(input), form button, [type=text], textarea, nav a').evaluateAll((all) =>
      all.map((element) => {
        const { width, height } = element.getBoundingClientRect();
        return { width, height, what: element.outerHTML.slice(0, 120) };
      }),
    );
    expect(boxes.length).toBeGreaterThan(300);
    expect(boxes.filter(({ width, height }) => width < LEAST || height < LEAST)).toEqual([]);
  });

  test(`the input of ${path} covers its whole label`, async ({ page }) => {
    await page.goto(path);
    const short = await page.locator('label:has(input)').evaluateAll((all) =>
      all.flatMap((label) => {
        const [outer, inner] = [label, label.querySelector('input')].map((e) => e?.getBoundingClientRect());
        const same = outer && inner && outer.width - inner.width < 1 && outer.height - inner.height < 1;
        return same ? [] : [label.outerHTML];
      }),
    );
    expect(short).toEqual([]);
  });

  test(`no word of ${path} leaves its target or breaks in two`, async ({ page }) => {
    await page.goto(path);
    const faults = await page.locator('label span').evaluateAll((all) => {
      const found = new Set<string>();
      for (const span of all) {
        const text = span.firstChild as Text;
        if (span.scrollWidth > Math.ceil(span.clientWidth)) found.add(`${text.data} is too wide`);
        for (const { 0: word, index } of text.data.matchAll(/[^\s/]+/g)) {
          const range = document.createRange();
          range.setStart(text, index);
          range.setEnd(text, index + word.length);
          const lines = new Set(Array.from(range.getClientRects(), ({ y }) => Math.round(y)));
          if (lines.size > 1) found.add(`${word} breaks in “${text.data}”`);
        }
      }
      return [...found];
    });
    expect(faults).toEqual([]);
  });
}

for (const query of ['', '?lang=en']) {
  test(`nothing scrolls sideways at ${WIDTH} px on citizens' pages${query}`, async ({ page, hailong, round, complaints }) => {
    await hailong.import('form', skipForm);
    const skipping = await openRound(hailong, { form: SKIP_FORM });
    const paths = ['/', '/s/demo', round.path, skipping.path, round.thanks, '/s/khong-co'];
    complaints.expect(404, `/s/khong-co${query}`);
    for (const path of paths) {
      await page.goto(path + query);
      expect.soft(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(WIDTH);
    }
    complaints.expect(422, round.answers + query);
    await page.goto(round.path + query);
    expect(await send(page)).toBe(422);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(WIDTH);
  });

  for (const name of RESULT_PAGES) {
    test(`nothing scrolls sideways at ${WIDTH} px on ${name}${query}`, async ({ page, hailong }) => {
      await page.goto((await pathOf(hailong, name)) + query);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(WIDTH);
    });
  }
}

test('a wide table scrolls inside its frame, by keyboard too', async ({ page, hailong }) => {
  await page.goto(`/results/${await hailong.demoRound()}`);
  await page.locator('details').evaluateAll((all: HTMLDetailsElement[]) => all.forEach((one) => (one.open = true)));
  const frames = page.locator('.table');
  await expect(frames).not.toHaveCount(0);
  for (const frame of await frames.all()) {
    await expect(frame).toHaveAttribute('tabindex', '0');
    await expect(frame).toHaveAccessibleName(/\S/);
  }
});
