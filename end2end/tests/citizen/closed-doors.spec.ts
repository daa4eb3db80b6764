// Addresses without an open form: a friendly page that says why, in the language that was asked for.

import type { Page } from '@playwright/test';
import { openRound } from '../../support/rounds.ts';
import { expect, test } from '../../support/test.ts';
import { type Language, words } from '../../support/words.ts';

const languages: [Language, string][] = [['vi', ''], ['en', '?lang=en']];

for (const [language, query] of languages) {
  test(`an unknown code is not found, in ${language}`, async ({ page, complaints }) => {
    const path = `/s/khong-co${query}`;
    complaints.expect(404, path);
    await shows(page, path, 404, language, 'not-found-title');
    await expect(page.locator('main')).toContainText(words(language, 'not-found-text'));
  });

  test(`a closed round says since when, in ${language}`, async ({ page, hailong, complaints }) => {
    const round = await openRound(hailong, { from: '2024-01-01', to: '2024-06-30' });
    const path = round.path + query;
    complaints.expect(410, path);
    await shows(page, path, 410, language, 'closed-title');
    const day = language === 'vi' ? '30/6/2024' : '30 June 2024';
    await expect(page.locator('main')).toContainText(words(language, 'closed-text', { day }));
  });

  test(`a round that has not begun says when it will, in ${language}`, async ({ page, hailong, complaints }) => {
    const round = await openRound(hailong, { from: '2198-03-01' });
    const path = round.path + query;
    complaints.expect(404, path);
    await shows(page, path, 404, language, 'planned-title');
    const day = language === 'vi' ? '1/3/2198' : '1 March 2198';
    await expect(page.locator('main')).toContainText(words(language, 'planned-text', { day }));
  });

  test(`an address that does not exist leads home, in ${language}`, async ({ page, complaints }) => {
    const path = `/khong-co/gi${query}`;
    complaints.expect(404, path);
    await shows(page, path, 404, language, 'page-not-found-title');
    await page.getByRole('link', { name: words(language, 'back-home') }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(words(language, 'home-title'));
  });

  test(`results of an unknown round are not found, in ${language}`, async ({ page, complaints }) => {
    const path = `/results/khong-co${query}`;
    complaints.expect(404, path);
    await shows(page, path, 404, language, 'round-not-found-title');
  });
}

for (const typed of ['DEMO', 'demo/', 'demo.', 'demo)', 'demo"', 'demo…']) {
  test(`/s/${typed} opens the form`, async ({ page }) => {
    await page.goto(`/s/${typed}`);
    await expect(page).toHaveURL('/s/demo');
    await expect(page.locator('form')).toBeVisible();
  });
}

test('a language that the form is not written in offers the ones it is', async ({ page, round, complaints }) => {
  const path = `${round.path}?lang=fr`;
  complaints.expect(404, path);
  await shows(page, path, 404, 'vi', 'language-title');
  const links = page.locator('main a');
  await expect(links).toHaveText(['English', 'Tiếng Việt']);
  expect(await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))).toEqual([
    `${round.path}?lang=en`,
    round.path,
  ]);
  await links.first().click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('form')).toBeVisible();
});

async function shows(page: Page, path: string, status: number, language: Language, title: string): Promise<void> {
  const response = await page.goto(path);
  expect(response?.status()).toBe(status);
  expect(response?.headers()['content-type']).toBe('text/html; charset=utf-8');
  await expect(page.locator('html')).toHaveAttribute('lang', language);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words(language, title));
  await expect(page).toHaveTitle(words(language, title));
}
