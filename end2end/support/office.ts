// The demonstration with long names, and the people who look at its pages: one in each language, a leader of one agency, and
// somebody who has given a password and no second factor yet.

import type { Browser, Cookie, Page } from '@playwright/test';
import { LONG_CODE, LONG_NAME, LONG_WORD, PLANNED, addLongNames } from './long-names.ts';
import { Hailong } from './server.ts';
import { LAN, desk, join, press, setUp, signIn } from './staff.ts';

/** Who looks at a page. */
export type Visitor = 'vi' | 'en' | 'leader' | 'half' | 'nobody';

const LONG_MAIL = (who: string) => `${who}.${'nguyenthiminhkhai'.repeat(3)}@${'vanphongdangkydatdai'.repeat(3)}.gov.vn`;
const PASSWORD = 'quả bưởi rơi giữa sân đình';

/** A database and those who have signed in to it. */
export class Office {
  private constructor(
    readonly hailong: Hailong,
    readonly cookies: Record<Visitor, Cookie[]>,
    private readonly ids: Record<string, string>,
  ) {}

  /** Makes the database and signs everybody in. */
  static async open(browser: Browser): Promise<Office> {
    const hailong = await Hailong.start();
    try {
      return await Office.prepare(browser, hailong);
    } catch (error) {
      await hailong.stop();
      throw error;
    }
  }

  private static async prepare(browser: Browser, hailong: Hailong): Promise<Office> {
    await addLongNames(hailong);
    const cookies: Record<Visitor, Cookie[]> = { vi: [], en: [], leader: [], half: [], nobody: [] };
    const ids: Record<string, string> = {};
    /** What somebody does who comes with an empty browser; their cookies afterwards. */
    const visit = async (does: (page: Page) => Promise<unknown>) => {
      const context = await browser.newContext({ ...desk, baseURL: hailong.origin, javaScriptEnabled: false });
      await does(await context.newPage());
      const held = await context.cookies();
      await context.close();
      return held;
    };
    const add = (email: string, ...role: string[]) => hailong.cli('user', 'add', email, '--name', LONG_NAME, '--role', ...role);

    cookies.vi = await visit(async (page) => {
      await setUp(page, hailong);
      await page.goto('/admin/settings');
      await page.locator('[name=administration]').fill(LONG_WORD);
      await page.locator('[name=administration_en]').fill(LONG_WORD);
      await press(page, 'Lưu');
      await page.goto(`/admin/blocks/${LONG_CODE}`);
      await page.locator('[name=name]').fill(LONG_WORD);
      await press(page, 'Lưu');
      await page.goto(`/admin/rounds/${LONG_CODE}/copy`);
      await page.locator('[name=code]').fill(PLANNED);
      await page.locator('main button').last().click();
      const idOn = async (path: string, address: RegExp) => {
        await page.goto(path);
        const found = address.exec(await page.content())?.[1];
        if (!found) throw new Error(`${path} has no link like ${address}`);
        return found;
      };
      await page.goto(`/admin/form-drafts?from=version:${LONG_CODE}:1`);
      await press(page, 'Bắt đầu soạn');
      ids.draft = /drafts\/(\d+)/.exec(page.url())?.[1] ?? '';
      ids.asked = await idOn(`/admin/form-drafts/${ids.draft}`, /at=question%3A([\w.-]+)#/);
      const round = `/admin/rounds/${LONG_CODE}`;
      ids.point = await idOn(`${round}/points`, /\/points\/(\d+)"/);
      ids.counter = await idOn(`/admin/rounds/${await hailong.counterRound()}/sheets?format=print&layout=a4`, /\/s\/(\w+)</);
      ids.event = await idOn('/admin/agency-events', /\/agency-events\/(\d+)"/);
      ids.comment = await idOn(`${round}/comments?agency=${LONG_CODE}`, /\/comments\/([0-9a-f]{32}\?[^"]+)"/);
      await page.goto(`${round}/comments/${ids.comment}`);
      await page.locator('[name=reason]').fill(LONG_WORD);
      await press(page, 'Đề nghị ẩn');
    });
    const english = LONG_MAIL('en');
    await add(english, 'system-administrator');
    // A later link takes the place of the one before.
    const link = await add(english, 'survey-administrator');
    cookies.en = await visit(async (page) => {
      await join(page, link, english, PASSWORD);
      await page.goto('/admin/account');
      await page.locator('[name=language]').selectOption('en');
      await press(page, 'Lưu');
    });
    const leader = LONG_MAIL('leader');
    const over = await add(leader, 'leader', '--over', LONG_CODE);
    cookies.leader = await visit((page) => join(page, over, leader, PASSWORD));
    cookies.half = await visit((page) => signIn(page, LAN.email, LAN.password));
    const unused = await add(LONG_MAIL('new'), 'analyst');
    ids.token = unused.trim().split('/').pop() ?? '';
    return new Office(hailong, cookies, ids);
  }

  /** An address with the names that this database has. */
  async path(page: string): Promise<string> {
    const [sipas, quay] = [await this.hailong.demoRound(), await this.hailong.counterRound()];
    const ids: Record<string, string> = { ...this.ids, sipas, quay };
    return page.replace(/\{(\w+)\}/g, (name, id: string) => ids[id] ?? name);
  }
}
