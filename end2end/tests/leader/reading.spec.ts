// A leader reads: from the list of rounds to an agency and to a file for a report, without script.

import { expect, test } from '../../support/test.ts';

test('from the newest number to the method behind it', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Kết quả khảo sát' }).last().click();
  const first = page.locator('.series').first();
  await expect(first.locator('.index')).toContainText('%');
  await first.getByRole('link', { name: 'Cách tính' }).first().click();
  await expect(page).toHaveURL(/\/results\/sipas-\d{4}-demo#method$/);
  await expect(page.locator('#method')).toBeInViewport();
});

test('the years stand in a line that breaks where the form changed', async ({ page }) => {
  await page.goto('/results?lang=en');
  const trend = page.locator('.series').first();
  await expect(trend.getByRole('img', { name: 'Overall satisfaction index' })).toBeVisible();
  await expect(trend.locator('svg')).toContainText('other form');
  await expect(trend.getByRole('row').filter({ hasText: '2024' })).toContainText('not comparable');
});

test('from the ranking to an agency, its predecessors and back', async ({ page, hailong }) => {
  const demo = await hailong.demoRound();
  await page.goto(`/results/${demo}`);
  await page.locator('#agencies').getByRole('link', { name: 'Phường Hòa Giang' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Phường Hòa Giang');
  await expect(page.locator('.overall')).toContainText('phiếu trả lời');
  await expect(page.locator('#lineage')).toContainText('Xã Tân Giang');
  await page.locator('.trail').getByRole('link').click();
  await expect(page).toHaveURL(`/results/${demo}`);
});

test('an agency with too few answers has no number anywhere', async ({ page, hailong }) => {
  await page.goto(`/results/${await hailong.demoRound()}/agencies/BQLKKT`);
  await expect(page.locator('.overall .index')).toHaveText('–');
  await expect(page.locator('svg')).toHaveCount(0);
  await expect(page.locator('#service-areas').getByText('không công bố').first()).toBeVisible();
});

test('numbers fold out beneath their pictures', async ({ page, hailong }) => {
  await page.goto(`/results/${await hailong.demoRound()}`);
  const heat = page.locator('#heat');
  await expect(heat.getByRole('table')).toBeHidden();
  await heat.getByText('Số liệu dạng bảng').click();
  await expect(heat.getByRole('table')).toBeVisible();
  await expect(heat.getByRole('table')).toContainText('n = ');
});

test('a chart is saved as a picture and as a drawing', async ({ page, hailong }) => {
  await page.goto(`/results/${await hailong.demoRound()}`);
  for (const ending of ['SVG', 'PNG']) {
    const saved = page.waitForEvent('download');
    await page.locator('#factors').getByRole('link', { name: ending, exact: true }).click();
    expect((await saved).suggestedFilename()).toBe(`factors.${ending.toLowerCase()}`);
  }
});

test('the whole page is read in English', async ({ page, hailong }) => {
  await page.goto(`/results/${await hailong.demoRound()}`);
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([
    'Overall satisfaction index',
    'By factor',
    'Ranking by block',
    /^Changes since/,
    'By service area',
    'Agencies and factors',
    'Item by item',
    'Method',
  ]);
  await page.locator('#service-areas').getByRole('link', { name: 'Land' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Land');
});

test('on paper the page is light, and what was folded is there', async ({ page, hailong }) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.goto(`/results/${await hailong.demoRound()}`);
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(page.locator('#heat').getByRole('table')).toBeVisible();
  await expect(page.getByRole('navigation')).toBeHidden();
});
