// A citizen's hands: choosing by the visible label, writing, sending.

import type { Locator, Page } from '@playwright/test';

/** The group of targets, or the field, with a code; codes such as `q9.24` hold dots. */
export function group(page: Page, code: string): Locator {
  return page.locator(`[id="${code}"]`);
}

/** Chooses an answer by its label. */
export async function choose(page: Page, code: string, value: number | string): Promise<void> {
  await group(page, code).locator(`label:has([value="${value}"])`).click();
}

/** The input behind a label. */
export function input(page: Page, code: string, value: number | string): Locator {
  return page.locator(`[name="${code}"][value="${value}"]`);
}

/** Chooses one answer in each of the groups, first, second, third … in turn. */
export async function chooseOneInEach(groups: Locator): Promise<void> {
  const counts = await groups.evaluateAll((all) => all.map((one) => one.querySelectorAll('label').length));
  for (const [at, count] of counts.entries()) {
    await groups.nth(at).locator('label').nth(at % count).click();
  }
}

/** Sends the form by its button and returns the status of the answer to the POST. */
export async function send(page: Page): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.waitForEvent('framenavigated'),
    page.locator('form button').click(),
  ]);
  await page.waitForLoadState();
  return answer.status();
}

/** Everything the form would send now: name and value, in the order of the form. */
export function filledIn(page: Page): Promise<[string, string][]> {
  return page.locator('form').evaluate((form: HTMLFormElement) =>
    Array.from(new FormData(form), ([name, value]): [string, string] => [name, String(value)]),
  );
}

/** The body that a browser would post. */
export function encoded(pairs: Record<string, string>): string {
  return new URLSearchParams(pairs).toString();
}
