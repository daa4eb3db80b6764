// What a leader prints: sheets with their letterhead, one sheet of summary, and charts for slides.

import type { Page } from '@playwright/test';
import { expect, test } from '../../support/test.ts';

/** Sheets of A4 on which Chromium prints the page. */
async function sheets(page: Page): Promise<number> {
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  // 210 × 297 mm in points.
  expect(pdf).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
  return pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
}

for (const language of ['', '?lang=en']) {
  test(`the summary is one sheet ${language}`, async ({ page, hailong }) => {
    for (const round of [await hailong.demoRound(), await hailong.counterRound(), 'sipas-2025-demo', 'sipas-2023-demo']) {
      await page.goto(`/results/${round}/summary${language}`);
      expect(await sheets(page), round).toBe(1);
    }
  });
}

test('the results of a round print on sheets that say where they are from', async ({ page, hailong }) => {
  const demo = await hailong.demoRound();
  await page.goto(`/results/${demo}`);
  expect(await sheets(page)).toBeGreaterThan(5);
  await page.emulateMedia({ media: 'print' });
  const head = page.locator('div.paper');
  await expect(head).toContainText('Hài Lòng');
  await expect(head).toContainText(`/results/${demo}`);
  await expect(head).toContainText('số liệu đến ngày');
  await expect(page.getByRole('link', { name: 'Tóm tắt trên một trang A4' })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await expect(head).toBeHidden();
});

test('from a round to its summary and back', async ({ page, hailong }) => {
  const demo = await hailong.demoRound();
  await page.goto(`/results/${demo}`);
  await page.getByRole('link', { name: 'Tóm tắt trên một trang A4 để in' }).click();
  await expect(page).toHaveURL(`/results/${demo}/summary`);
  await expect(page.locator('.overall .index')).toContainText('%');
  await page.getByRole('link', { name: 'Kết quả đầy đủ của đợt' }).click();
  await expect(page).toHaveURL(`/results/${demo}`);
});

test('charts are saved for slides', async ({ page, hailong }) => {
  await page.goto(`/results/${await hailong.demoRound()}`);
  for (const section of ['factors', 'heat', 'items']) {
    const saved = page.waitForEvent('download');
    await page.locator(`#${section} .files`).first().evaluate((files) => { if (files instanceof HTMLDetailsElement) files.open = true; });
    await page.locator(`#${section}`).getByRole('link', { name: 'Trang chiếu 16:9: SVG' }).first().click();
    expect((await saved).suggestedFilename()).toMatch(new RegExp(`^${section}.*-16x9\\.svg$`));
  }
});
