// The administration by keyboard alone.

import type { Page } from '@playwright/test';
import { Hailong } from '../../support/server.ts';
import { desk, setUp } from '../../support/staff.ts';
import { expect, test as base } from '../../support/test.ts';

const test = base.extend<{ fresh: Hailong }>({
  fresh: async ({}, use) => {
    const fresh = await Hailong.start();
    await use(fresh);
    await fresh.stop();
  },
});

test.use(desk);

/** Presses Tab until something with this name has the focus, and sees to it that the focus can be seen. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 80; n += 1) {
    await page.keyboard.press('Tab');
    const focus = page.locator(':focus');
    const label = await focus.evaluate((element) => {
      const input = element as HTMLInputElement;
      const labels = Array.from(input.labels ?? [], (label) => label.textContent ?? '');
      return labels.join(' ') || element.textContent || input.value || '';
    });
    if (name.test(label)) {
      await expect(focus).toHaveCSS('outline-style', 'solid');
      return;
    }
  }
  throw new Error(`Tab does not reach ${name}`);
}

/** Presses Enter on what leads to another page. */
async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Enter')]);
  await page.waitForLoadState();
}

test('an agency is added by keyboard alone, mistakes included', async ({ page, fresh, complaints }) => {
  complaints.expect(422, '/admin/new-agency');
  await setUp(page, fresh);
  await page.goto(`${fresh.origin}/admin`);
  await page.keyboard.press('Tab');
  await expect(page.locator(':focus')).toHaveText('Đến nội dung chính');
  await tabTo(page, /^Cơ quan$/);
  await enter(page);
  await tabTo(page, /^Thêm cơ quan$/);
  await enter(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Thêm cơ quan');
  await tabTo(page, /^Mã/);
  await page.keyboard.type('SNV');
  await tabTo(page, /^Tên tiếng Việt/);
  await page.keyboard.type('Sở Nội vụ thứ hai');
  await enter(page);
  await expect(page.getByRole('alert')).toContainText('Đã có cơ quan mang mã này');
  await tabTo(page, /^Mã: /);
  await page.keyboard.press('Enter');
  await expect(page.locator(':focus')).toHaveAttribute('name', 'code');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('SNV2');
  await enter(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sở Nội vụ thứ hai');
});
