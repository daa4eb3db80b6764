// The form on paper, for whoever answers without a phone: what is keyed in stands beside what is ticked.

import type { Page } from '@playwright/test';
import { expect, test } from '../../support/test.ts';

/** A4 at 96 dots an inch, less 12 mm at each side. */
const PAPER = { width: 703, height: 1032 };
const MARGIN = { top: '12mm', right: '12mm', bottom: '12mm', left: '12mm' };
/** The 39 items with everything else; today it is seven. */
const MOST_SHEETS = 8;

for (const path of ['/s/demo', '/s/demo?lang=en']) {
  test(`${path} prints with its numbers, and without what belongs to a screen`, async ({ page }) => {
    await page.setViewportSize(PAPER);
    await page.goto(path);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const screen of ['.done', 'button', 'nav']) {
      await expect(page.locator(screen).filter({ visible: true }), screen).toHaveCount(0);
    }
    const choices = await choicesOf(page);
    expect(choices.length).toBeGreaterThan(300);
    expect(choices.filter(({ printed, value }) => printed !== `"${value}"`)).toEqual([]);
    expect(choices.filter(({ size }) => size < 12), 'each can be ticked').toEqual([]);
    expect(choices.filter(({ overlaps }) => overlaps), 'no number lies under words').toEqual([]);
    const codes = await page.locator('fieldset.one').evaluateAll((all) =>
      all.map((one) => [one.id, JSON.parse(getComputedStyle(one, '::after').content) as string]),
    );
    expect(codes.filter(([id, printed]) => id !== printed)).toEqual([]);
    const lines = await page.locator('[name="comment"]').evaluate((one) => getComputedStyle(one).backgroundImage);
    expect(lines, 'lines to write on').toContain('linear-gradient');
    const cut = await page.locator('html').evaluate((html) => html.scrollWidth > html.clientWidth);
    expect(cut, 'nothing is wider than the paper').toBe(false);
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).color), 'dark on light').toBe('rgb(23, 48, 44)');
    const sheets = (await page.pdf({ format: 'A4', margin: MARGIN })).toString('latin1').match(/\/Type\s*\/Page\b/g);
    expect(sheets?.length).toBeLessThanOrEqual(MOST_SHEETS);
  });
}

interface Choice {
  value: string;
  /** What is printed in its circle or box. */
  printed: string;
  /** The smaller side. */
  size: number;
  /** Whether its words lie on it. */
  overlaps: boolean;
}

function choicesOf(page: Page): Promise<Choice[]> {
  return page.locator('label > input').evaluateAll((all) =>
    all.map((one) => {
      const input = one as HTMLInputElement;
      const { width, height, right, top, bottom } = input.getBoundingClientRect();
      const words = input.nextElementSibling?.getBoundingClientRect();
      const overlaps = !words || (words.left < right && words.top < bottom && words.bottom > top);
      const printed = getComputedStyle(input, '::before').content;
      return { value: input.value, printed, size: Math.min(width, height), overlaps };
    }),
  );
}
