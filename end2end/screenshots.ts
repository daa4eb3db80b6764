// The pages as people meet them, with the demonstration of 20,000 answers: on a phone and on a desk, in both languages.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Page, test } from '@playwright/test';
import { phone } from './support/browser.ts';
import { choose } from './support/form.ts';
import { withPalette } from './support/palette.ts';
import { Hailong } from './support/server.ts';
import { desk, setUp } from './support/staff.ts';

type Size = 'phone' | 'desktop';
const SIZES = { phone: { ...phone, deviceScaleFactor: 2 }, desktop: desk };

/** The form of the demonstration's newest round, planned for another year. */
const PLANNED = 'ke-hoach';
const VOLUMES = 'SNV\tho-tich\t1.234\nSTC\tdau-tu\t12.500\nSYT\ty-te\t8.400\nSXD\txay-dung\t3.150\nSXD\tgiao-thong\t22.000';

interface Picture {
  name: string;
  path: string;
  sizes?: Size[];
  /** What is done on the page before the picture. */
  first?: (page: Page) => Promise<unknown>;
}

/** The upper edge of a part of the page. */
const at = (id: string) => (page: Page) =>
  page.locator(`[id="${id}"]`).evaluate((part) => window.scrollTo(0, part.getBoundingClientRect().top + scrollY - 16));

const answered = async (page: Page) => {
  await choose(page, 'q9.1', 4);
  await choose(page, 'q9.2', 5);
  await choose(page, 'q9.3', 3);
  await page.mouse.move(0, 0);
  await at('q9.1')(page);
};
const printed = async (page: Page) => {
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.emulateMedia({ media: 'print' });
};
const dark = async (page: Page) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await at('items')(page);
};

/** A draft of the form, at its first question with items. */
const begun = async (page: Page) => {
  await page.locator('main form.form button').last().click();
  await page.goto(`${page.url().split('?')[0]}?at=question:q1`);
};

const OF_CITIZENS: Picture[] = [
  { name: 'form', path: '/s/demo', sizes: ['phone'] },
  { name: 'form-items', path: '/s/demo', sizes: ['phone'], first: answered },
  { name: 'form-print', path: '/s/demo', sizes: ['desktop'], first: printed },
];
const OF_RESULTS: Picture[] = [
  { name: 'trend', path: '/results' },
  { name: 'results', path: '/results/{sipas}' },
  { name: 'changes', path: '/results/{sipas}', first: at('changes') },
  { name: 'ranking', path: '/results/{sipas}', first: at('agencies') },
  { name: 'heat', path: '/results/{sipas}', first: at('heat') },
  { name: 'items', path: '/results/{sipas}', first: at('items') },
  { name: 'items-dark', path: '/results/{sipas}', sizes: ['desktop'], first: dark },
  { name: 'agency', path: '/results/{sipas}/agencies/P-HOAGIANG' },
  { name: 'summary', path: '/results/{sipas}/summary', sizes: ['desktop'], first: printed },
];
const OF_STAFF: Picture[] = [
  { name: 'admin-desk', path: '/admin' },
  { name: 'admin-round', path: '/admin/rounds/{sipas}' },
  { name: 'admin-monitor', path: '/admin/rounds/{sipas}/monitor?still=1' },
  { name: 'admin-checklist', path: `/admin/rounds/${PLANNED}` },
  { name: 'admin-volumes', path: `/admin/rounds/${PLANNED}/volumes` },
  { name: 'admin-points', path: '/admin/rounds/{sipas}/points' },
  { name: 'admin-forms', path: '/admin/forms' },
  { name: 'admin-draft', path: '/admin/form-drafts?from=version:sipas-2026:1', first: begun },
  { name: 'admin-form', path: '/admin/forms/sipas-2026', sizes: ['desktop'] },
  { name: 'admin-agencies', path: '/admin/agencies?day=2025-06-30' },
  { name: 'admin-error-summary', path: '/admin/new-agency', first: (page) => page.locator('main button').last().click() },
  { name: 'admin-people', path: '/admin/people' },
  { name: 'admin-audit', path: '/admin/audit' },
  { name: 'admin-settings', path: '/admin/settings' },
  { name: 'sheet', path: '/admin/rounds/{sipas}/sheets?format=print&layout=a5', sizes: ['desktop'], first: (page) => page.setViewportSize({ width: 640, height: 900 }) },
];

/** Takes a picture; a page or a part of one that is not there is left out and named. */
async function take(page: Page, hailong: Hailong, picture: Picture, file: string, query = ''): Promise<void> {
  const address = picture.path.replace('{sipas}', await hailong.demoRound());
  const answer = await page.goto(hailong.origin + address + query);
  if (answer?.status() !== 200) return console.warn(`${file}: ${address} answers ${answer?.status()}`);
  try {
    await picture.first?.(page);
  } catch (error) {
    return console.warn(`${file}: ${String(error).split('\n')[0]}`);
  }
  await writeFile(join(import.meta.dirname, 'screenshots', `${file}.png`), withPalette(await page.screenshot()));
}

/** Plans a round, so that there is something to do before it can be opened. */
async function plan(page: Page, hailong: Hailong): Promise<void> {
  await page.goto(`${hailong.origin}/admin/rounds/${await hailong.demoRound()}/copy`);
  await page.locator('[name=code]').fill(PLANNED);
  await page.locator('main button').last().click();
  await page.goto(`${hailong.origin}/admin/rounds/${PLANNED}/volumes`);
  await page.locator('[name=csv]').fill(VOLUMES);
  await page.locator('main button').last().click();
}

for (const language of ['vi', 'en'] as const) {
  test(`the pages, in ${language}`, async ({ browser }) => {
    const hailong = await Hailong.start();
    const opened = (size: Size) => browser.newContext({ ...SIZES[size], javaScriptEnabled: false });
    const office = await opened('desktop');
    const page = await office.newPage();
    await setUp(page, hailong, language);
    await plan(page, hailong);
    const cookies = await office.cookies();
    await office.close();
    for (const size of ['phone', 'desktop'] as const) {
      for (const picture of [...OF_CITIZENS, ...OF_RESULTS, ...OF_STAFF]) {
        if (picture.sizes && !picture.sizes.includes(size)) continue;
        const context = await opened(size);
        const isStaffs = OF_STAFF.includes(picture);
        if (isStaffs) await context.addCookies(cookies);
        const file = `${picture.name}-${size}-${language}`;
        await take(await context.newPage(), hailong, picture, file, isStaffs ? '' : `?lang=${language}`);
        await context.close();
      }
    }
    await hailong.stop();
  });
}
