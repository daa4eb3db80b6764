// People of the administration at their desks: the first account, its second factor, and the pages that they use.

import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Hailong } from './server.ts';

export const LAN = { name: 'Trần Thị Lan', email: 'lan.tran@sontra.gov.vn', password: 'con mèo trèo cây cau' };

/** A desk with a large screen. */
export const desk = { viewport: { width: 1280, height: 900 }, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' };

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP = 30_000;

/** The code that an authenticator application shows for a secret, some steps of half a minute from now (RFC 6238). */
export function code(secret: string, steps = 0): string {
  const bits = Array.from(secret.replace(/\s/g, ''), (letter) =>
    LETTERS.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP) + steps));
  const digest = createHmac('sha1', key).update(counter).digest();
  const offset = (digest[19] ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Sends the form that holds a button. */
export async function press(page: Page, name: string): Promise<void> {
  await page.locator('main').getByRole('button', { name, exact: true }).click();
}

/** Makes the first account by the code from the terminal and sets up its second factor; returns the secret. */
export async function setUp(page: Page, hailong: Hailong, language: 'vi' | 'en' = 'vi'): Promise<string> {
  await page.goto(`${hailong.origin}/admin/set-up?lang=${language}`);
  await page.locator('[name=code]').fill(hailong.server.setUpCode);
  await page.locator('[name=name]').fill(LAN.name);
  await page.locator('[name=email]').fill(LAN.email);
  await page.locator('[name=password]').fill(LAN.password);
  await page.locator('main button').click();
  return enrol(page);
}

/** Sets up the second factor on its page; returns the secret. */
async function enrol(page: Page): Promise<string> {
  const secret = await page.locator('[name=secret]').inputValue();
  await page.locator('[name=code]').fill(code(secret));
  await page.locator('main button').click();
  return secret;
}

/** Gives address and password; what follows is the second factor. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/admin/sign-in');
  await page.locator('[name=email]').fill(email);
  await page.locator('[name=password]').fill(password);
  await page.locator('main button').click();
}

/** Chooses a password by the one-time link that a command or a page has given, signs in and sets up the second factor. */
export async function join(page: Page, link: string, email: string, password: string): Promise<string> {
  await page.goto(/\/admin\/links\/\S+/.exec(link)?.[0] ?? '');
  await page.locator('[name=password]').fill(password);
  await page.locator('main button').click();
  await signIn(page, email, password);
  return enrol(page);
}
