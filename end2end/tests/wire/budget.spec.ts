// The whole 39-item form with its style within one round trip: 10,000 bytes on the wire and one request.

import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from '../../support/test.ts';
import { bytesOf } from '../../support/wire.ts';

const BUDGET = 10_000;
const unpack = { br: brotliDecompressSync, gzip: gunzipSync };

for (const path of ['/s/demo', '/s/demo?lang=en']) {
  for (const coding of ['br', 'gzip'] as const) {
    test(`${path} in ${coding} is at most ${BUDGET} bytes with its headers`, async ({ hailong }, info) => {
      const bytes = await bytesOf(hailong.origin, path, { 'accept-encoding': coding });
      const end = bytes.indexOf('\r\n\r\n');
      const head = bytes.subarray(0, end).toString('latin1');
      info.annotations.push({ type: 'bytes', description: `${bytes.length}` });
      expect(head).toMatch(/^HTTP\/1\.1 200 /);
      expect(head.toLowerCase()).toContain(`\r\ncontent-encoding: ${coding}`);
      expect(bytes.length).toBeLessThanOrEqual(BUDGET);
      const html = unpack[coding](bytes.subarray(end + 4)).toString('utf8');
      expect(html).toMatch(/^<!DOCTYPE html>.*<\/html>$/s);
      expect(html).not.toMatch(/<script/i);
      expect(html).not.toMatch(/<[^>]+\sstyle=/i);
      expect(html).not.toMatch(/<[^>]+\son\w+=/i);
    });
  }

  test(`${path} is one request`, async ({ page }) => {
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(path, { waitUntil: 'networkidle' });
    expect(requests).toHaveLength(1);
    // A headless browser never asks for an icon; others do unless the page brings one.
    await expect(page.locator('link[rel="icon"]')).toHaveAttribute('href', 'data:,');
    await expect(page.locator('script, [style], link[rel="stylesheet"]')).toHaveCount(0);
  });
}

test('other codings, or none, get the plain page', async ({ hailong }) => {
  for (const accepted of ['identity', 'zstd', 'br;q=0', '']) {
    const bytes = await bytesOf(hailong.origin, '/s/demo', accepted ? { 'accept-encoding': accepted } : {});
    expect(bytes.toString('utf8'), accepted).toMatch(/<!DOCTYPE html>.*<\/html>$/s);
    expect(bytes.toString('latin1').toLowerCase()).not.toContain('content-encoding');
  }
});
