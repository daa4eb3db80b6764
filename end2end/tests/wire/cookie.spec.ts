// The only cookie a citizen ever gets, and the headers of the form.

import { encoded } from '../../support/form.ts';
import { expect, wire as test } from '../../support/test.ts';
import { ask, cookieOf, post } from '../../support/wire.ts';

test('every GET sets a fresh key', async ({ hailong }) => {
  const first = cookieOf(await ask(hailong.origin, '/s/demo'));
  const second = cookieOf(await ask(hailong.origin, '/s/demo?lang=en'));
  expect(first.attributes.sort()).toEqual(['HttpOnly', 'Max-Age=86400', 'Path=/s/demo', 'SameSite=Lax']);
  expect(Buffer.from(first.key, 'base64url')).toHaveLength(16);
  expect(second.key).not.toBe(first.key);
});

test('a page that a browser kept is loaded anew, with a key of its own in the form and in the cookie', async ({ hailong }) => {
  const keyIn = (body: string) => /name="~key" value="([^"]*)"/.exec(body)?.[1];
  const first = await ask(hailong.origin, '/s/demo');
  expect(first.headers.etag).toBeUndefined();
  const again = { 'if-none-match': '*', cookie: cookieOf(first).pair };
  const second = await ask(hailong.origin, '/s/demo', { headers: again });
  expect(second.status).toBe(200);
  for (const reply of [first, second]) expect(keyIn(reply.body)).toBe(cookieOf(reply).key);
  expect(cookieOf(second).key).not.toBe(cookieOf(first).key);
  expect(cookieOf(second).attributes).toEqual(cookieOf(first).attributes);
});

test('behind https the cookie is Secure, and the public address is no foreign one', async ({ hailong, round }) => {
  const server = await hailong.serve('--public-url', 'https://example.test');
  try {
    const { attributes, pair } = cookieOf(await ask(server.origin, round.path));
    expect(attributes).toContain('Secure');
    const headers = { cookie: pair, origin: 'https://example.test' };
    const answer = await post(server.origin, round.answers, encoded({ q1: '5', q2: '4' }), headers);
    expect(answer.status).toBe(303);
  } finally {
    await server.stop();
  }
  expect(await round.responses()).toBe(1);
});

test('no other page sets a cookie', async ({ hailong, round }) => {
  const demo = await hailong.demoRound();
  for (const path of ['/', '/results', `/results/${demo}`, round.thanks, '/s/khong-co', '/khong-co']) {
    expect((await ask(hailong.origin, path)).headers['set-cookie'], path).toBeUndefined();
  }
});

test('every page forbids what it does not use', async ({ hailong, round }) => {
  const demo = await hailong.demoRound();
  for (const path of ['/', '/results', `/results/${demo}`, '/s/demo', round.thanks, '/s/khong-co', '/khong-co']) {
    const { headers } = await ask(hailong.origin, path);
    expect(headers, path).toMatchObject({
      'cache-control': 'private, no-cache',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-security-policy'], path).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
  }
});
