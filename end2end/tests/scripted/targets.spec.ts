// A thumb on a narrow screen: large targets, words that fit.

import { expect, test } from '../../support/test.ts';

const LEAST = 44;

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
