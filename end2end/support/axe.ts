// What axe finds on a page, light and dark. What stands in a frame is a page of its own.

import { AxeBuilder } from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

/** Every rule in the light; in the dark those that colours can break, for nothing else changes. */
export async function isClean(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await finds(page, 'light', { rules: { 'target-size': { enabled: true } } });
  await page.emulateMedia({ colorScheme: 'dark' });
  await finds(page, 'dark', { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } });
}

async function finds(page: Page, scheme: string, options: Parameters<AxeBuilder['options']>[0]): Promise<void> {
  const axe = new AxeBuilder({ page }).exclude('iframe').options({ ...options, resultTypes: ['violations'] });
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${help}\n${html.slice(0, 200)}\n${failureSummary}`),
  );
  expect.soft(found, `${page.url()}, ${scheme}`).toEqual([]);
}
