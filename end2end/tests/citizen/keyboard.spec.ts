// The form without pointer: Tab, arrows, Space, Enter, and always a visible focus.

import type { Page } from '@playwright/test';
import { group, input } from '../../support/form.ts';
import { expect, test } from '../../support/test.ts';
import { words } from '../../support/words.ts';

test('a short form is answered and sent by keyboard alone', async ({ page, hailong, round }) => {
  await page.goto(round.path);
  await tabTo(page, '[name="q1"]');
  await page.keyboard.press('ArrowRight');
  await expect(input(page, 'q1', 2)).toBeChecked();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(input(page, 'q1', 2)).toBeChecked();
  await page.keyboard.press('Tab');
  await expect(page.locator('[name="q2"]:focus')).toHaveCount(1);
  await page.keyboard.press('Space');
  await expect(input(page, 'q2', 1)).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Nhanh');
  await tabTo(page, 'form button');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(round.thanks);
  for (const name of ['English', words('vi', 'thanks-another')]) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name })).toBeFocused();
  }
  const [stored] = await hailong.exported(round.code);
  expect(stored?.answers).toMatchObject({ q1: '2', q2: '1' });
  // Words of citizens leave apart from who wrote them.
  expect(JSON.stringify(stored)).not.toContain('Nhanh');
});

test('Space ticks and clears a box', async ({ page }) => {
  await page.goto('/s/demo');
  await tabTo(page, '[name="q2"]');
  await page.keyboard.press('Space');
  await expect(input(page, 'q2', 1)).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(input(page, 'q2', 2)).toBeChecked();
  await page.keyboard.press('Space');
  await expect(input(page, 'q2', 2)).not.toBeChecked();
  await expect(input(page, 'q2', 1)).toBeChecked();
});

test('the focus is seen on a target, a field and the button', async ({ page, round }) => {
  await page.goto(round.path);
  await tabTo(page, '[name="q1"]');
  const target = group(page, 'q1').locator('input:focus + span');
  await expect(target).toHaveCSS('outline-style', 'solid');
  await expect(target).toHaveCSS('outline-width', '3px');
  await tabTo(page, '[name="q3"]');
  await expect(page.locator('[name="q3"]')).toHaveCSS('outline-style', 'solid');
  await tabTo(page, 'form button');
  await expect(page.locator('form button')).toHaveCSS('outline-style', 'solid');
});

test('Tab goes through the whole form to the button, and never behind the progress bar', async ({ page }) => {
  await page.goto('/s/demo');
  const visited: string[] = [];
  const hidden: string[] = [];
  for (let steps = 0; steps < 200; steps += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const focused = document.activeElement as HTMLInputElement;
      const box = (focused.labels?.[0] && focused.type === 'radio' ? focused.labels[0] : focused).getBoundingClientRect();
      const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      const name = focused.name || focused.textContent || focused.tagName;
      const seen = at !== null && (focused.contains(at) || at.contains(focused));
      return { name, seen, sends: focused.matches('form button') };
    });
    if (!stop.seen) hidden.push(stop.name);
    if (stop.sends) break;
    if (visited.at(-1) !== stop.name) visited.push(stop.name);
  }
  await expect(page.locator('form button')).toBeFocused();
  expect(hidden).toEqual([]);
  const names = await page.locator('form [name]:not([type=hidden])').evaluateAll((all) => all.map((e) => e.getAttribute('name')));
  expect(visited.filter((name) => names.includes(name))).toEqual([...new Set(names)]);
});

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let steps = 0; steps < 100; steps += 1) {
    await page.keyboard.press('Tab');
    if (await page.locator(`${selector}:focus`).count()) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}
