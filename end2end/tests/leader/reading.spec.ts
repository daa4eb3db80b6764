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

test('intervals of the map fold out beneath it', async ({ page, hailong }) => {
  await page.goto(`/results/${await hailong.demoRound()}`);
  const numbers = page.locator('#heat details').getByRole('table');
  await expect(numbers).toBeHidden();
  await page.locator('#heat').getByText('Số liệu dạng bảng').click();
  await expect(numbers).toBeVisible();
  await expect(numbers).toContainText('n = ');
});

test('the first screen says where the agencies stand and where to start', async ({ page, hailong }) => {
  await page.goto(`/results/${await hailong.demoRound()}?lang=en`);
  const verdict = page.locator('.verdict', { hasText: 'published numbers' });
  await expect(verdict).toContainText(/Of \d+ agencies with published numbers/);
  await expect(verdict).toBeInViewport();
  // What it counts is what the rankings mark.
  const [above, below] = /(\d+) (?:is|are) above the average.*?, (\d+) below it/.exec(await verdict.innerText())!.slice(1).map(Number);
  expect(above! + below!).toBeGreaterThan(0);
  await expect(page.locator('#agencies .mark.above')).toHaveCount(above!);
  await expect(page.locator('#agencies .mark.below')).toHaveCount(below!);
});

test('items stand with the lowest first, and in the order of the form where that is asked for', async ({
  page,
  hailong,
}) => {
  const path = `/results/${await hailong.demoRound()}`;
  await page.goto(`${path}?lang=en`);
  const indices = page.locator('#items tbody tr td b');
  const lowestFirst = (await indices.allTextContents()).map(Number);
  expect(lowestFirst.length).toBeGreaterThan(30);
  expect(lowestFirst).toEqual([...lowestFirst].sort((a, b) => a - b));
  await page.getByRole('link', { name: 'In the order of the form' }).click();
  await expect(page).toHaveURL(`${path}?items=printed&lang=en#items`);
  await expect(page.locator('#items tbody')).not.toHaveCount(1);
  expect((await indices.allTextContents()).map(Number).sort((a, b) => a - b)).toEqual(lowestFirst);
  await page.getByRole('link', { name: 'Tiếng Việt' }).click();
  await expect(page).toHaveURL(`${path}?items=printed`);
});

test('the list of sections stays while the page is read', async ({ page, hailong }) => {
  await page.goto(`/results/${await hailong.demoRound()}#heat`);
  await expect(page.locator('#heat h2')).toBeInViewport();
  await expect(page.locator('.contents')).toBeInViewport();
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
  await expect(page.locator('#heat details').getByRole('table')).toBeVisible();
  await expect(page.getByRole('navigation')).toBeHidden();
});
