// The test of this suite: a server for each worker, a round when a test asks for one, and open ears for complaints.

import { test as base, expect } from '@playwright/test';
import { Complaints } from './complaints.ts';
import { type TestRound, openRound } from './rounds.ts';
import { Hailong } from './server.ts';

export { expect };

/** For tests that speak HTTP without a browser. */
export const wire = base.extend<{ round: TestRound }, { hailong: Hailong }>({
  hailong: [
    async ({}, use) => {
      const hailong = await Hailong.start(1_500);
      await use(hailong);
      await hailong.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  /** An open round of the nine-question form, for this test alone. */
  round: async ({ hailong }, use) => use(await openRound(hailong)),
});

/** For tests with a browser. */
export const test = wire.extend<{ complaints: Complaints }>({
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
});
