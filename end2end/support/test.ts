// The test of this suite: a server for each worker, a round when a test asks for one, and open ears for complaints.

import { type Cookie, test as base, expect } from '@playwright/test';
import { Complaints } from './complaints.ts';
import { type TestRound, openRound } from './rounds.ts';
import { Hailong } from './server.ts';
import { desk, setUp } from './staff.ts';
import type { Language } from './words.ts';

export { expect };

/** For tests that speak HTTP without a browser. */
export const wire = base.extend<{ round: TestRound }, { hailong: Hailong }>({
  hailong: [
    async ({}, use) => {
      const hailong = await Hailong.start();
      await use(hailong);
      await hailong.stop();
    },
    { scope: 'worker' },
  ],
  /** An open round of the nine-question form, for this test alone. */
  round: async ({ hailong }, use) => use(await openRound(hailong)),
});

/** The demonstration with somebody of the administration who has signed in. */
export interface Office {
  hailong: Hailong;
  cookies: Cookie[];
}

/** For tests with a browser. */
export const test = wire.extend<
  { complaints: Complaints },
  { offices: (language: Language) => Promise<Office> }
>({
  baseURL: async ({ hailong }, use) => use(hailong.origin),
  complaints: [
    async ({ context }, use) => {
      const complaints = new Complaints();
      complaints.listen(context);
      await use(complaints);
      expect(complaints.heard, 'the browser has nothing to complain about').toEqual([]);
    },
    { auto: true },
  ],
  /** One office for each language, shared by the tests of a worker: they look and change nothing. */
  offices: [
    async ({ browser }, use) => {
      const opened = new Map<Language, Promise<Office>>();
      const open = async (language: Language): Promise<Office> => {
        const hailong = await Hailong.start();
        const context = await browser.newContext({ ...desk, javaScriptEnabled: false });
        await setUp(await context.newPage(), hailong, language);
        const cookies = await context.cookies();
        await context.close();
        return { hailong, cookies };
      };
      await use((language) => {
        const office = opened.get(language) ?? open(language);
        opened.set(language, office);
        return office;
      });
      for (const office of opened.values()) await (await office).hailong.stop();
    },
    { scope: 'worker' },
  ],
});
