// The test of this suite: a server for each worker, a round when a test asks for one, and open ears for complaints.

import { test as base, expect } from '@playwright/test';
import { Complaints } from './complaints.ts';
import { Office } from './office.ts';
import { type TestRound, openRound } from './rounds.ts';
import { Hailong } from './server.ts';

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

/** For tests with a browser. */
export const test = wire.extend<{ complaints: Complaints }, { office: Office }>({
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
  /** The demonstration with long names and people who have signed in; tests look at it and change nothing. */
  office: [
    async ({ browser }, use) => {
      const office = await Office.open(browser);
      await use(office);
      await office.hailong.stop();
    },
    { scope: 'worker' },
  ],
});
