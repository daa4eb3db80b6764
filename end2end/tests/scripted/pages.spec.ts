// Every page of the table of routes, with names as long as the rules allow, in both languages: nothing is wider than the
// window or cut, from a narrow phone to a desk, and axe finds nothing.

import { isClean } from '../../support/axe.ts';
import { misfits } from '../../support/fits.ts';
import type { Visitor } from '../../support/office.ts';
import { PAGES, type PageOf } from '../../support/pages.ts';
import { expect, test } from '../../support/test.ts';

/** Narrow and common phones, a desk at twice the size, a desk. */
const WIDTHS = [320, 360, 640, 1280];

/** As whom a page is seen, and what is added to its address, in each of its languages. */
function seen({ path, who }: PageOf): { visitor: Visitor; address: string }[] {
  if (who === 'staff') return [{ visitor: 'vi', address: path }, { visitor: 'en', address: path }];
  if (who !== 'nobody') return [{ visitor: who, address: path }];
  return ['vi', 'en'].map((language) => ({ visitor: who, address: `${path}${path.includes('?') ? '&' : '?'}lang=${language}` }));
}

for (const entry of PAGES) {
  test(`${entry.path}, for ${entry.who}`, async ({ page, context, office }) => {
    for (const { visitor, address } of seen(entry)) {
      await context.clearCookies();
      await context.addCookies(office.cookies[visitor]);
      const answer = await page.goto(office.hailong.origin + (await office.path(address)));
      expect(answer?.status(), address).toBe(200);
      expect(answer?.request().redirectedFrom(), `${address} leads elsewhere`).toBeNull();
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 740 });
        expect.soft(await misfits(page), `${address} at ${width} px, as ${visitor}`).toEqual([]);
      }
      await isClean(page);
    }
  });
}
