// Damaged and dishonest bodies: a page with a way out, never a server error, nothing stored.

import { encoded } from '../../support/form.ts';
import { openRound } from '../../support/rounds.ts';
import { expect, wire as test } from '../../support/test.ts';
import { type Answer, ask, post } from '../../support/wire.ts';

const WHOLE = encoded({ q1: '5', q2: '4' });
const LARGEST = 64 * 1024;
const padded = (length: number) => `${WHOLE}&q9=`.padEnd(length, 'a');
const form = 'application/x-www-form-urlencoded';

const bodies: [what: string, status: number, body: string | Buffer, headers?: Record<string, string>][] = [
  ['a body in JSON', 415, '{"q1":5}', { 'content-type': 'application/json' }],
  ['a multipart body', 415, '--x--', { 'content-type': 'multipart/form-data; boundary=x' }],
  ['a body without a type', 415, WHOLE, { 'content-type': '' }],
  ['one byte more than the largest body', 413, padded(LARGEST + 1)],
  ['a megabyte', 413, padded(1024 * 1024)],
  ['a chunked megabyte', 413, padded(1024 * 1024), { 'transfer-encoding': 'chunked' }],
  ['too many pairs', 413, `${WHOLE}&${'a=&'.repeat(2_000)}`],
  ['a percent sign without digits', 400, `${WHOLE}&q9=100%`],
  ['a percent sign with one digit', 400, `${WHOLE}&q9=%4`],
  ['bytes that are not UTF-8', 400, `${WHOLE}&q9=%C4%20`],
  ['raw bytes that are not UTF-8', 400, Buffer.from(`${WHOLE}&q9=\xC4`, 'latin1')],
  ['a question of another form', 400, `${WHOLE}&q99=1`],
  ['a name that is no code', 400, `${WHOLE}&%00=1`],
  ['an unknown answer', 422, encoded({ q1: '6', q2: '4' })],
  ['two answers to one question', 422, `${WHOLE}&q1=4`],
  ['a comment that is too long', 422, padded(LARGEST)],
  ['a comment with a control character', 422, `${WHOLE}&q9=%00`],
  ['nothing', 422, ''],
];

for (const [what, status, body, headers] of bodies) {
  test(`${what} is refused with ${status}`, async ({ hailong, round }) => {
    const answer = await post(hailong.origin, round.answers, body, headers);
    expect(answer.status).toBe(status);
    isPageWithWayOut(answer, 'vi');
    expect(await round.responses()).toBe(0);
  });
}

test('parameters of the content type do not matter', async ({ hailong, round }) => {
  for (const type of [`${form}; charset=UTF-8`, form.toUpperCase()]) {
    expect((await post(hailong.origin, round.answers, WHOLE, { 'content-type': type })).status).toBe(303);
  }
});

test('a refusal is in the language of the form', async ({ hailong, round }) => {
  const answer = await post(hailong.origin, `${round.answers}?lang=en`, `${WHOLE}&q99=1`);
  expect(answer.status).toBe(400);
  isPageWithWayOut(answer, 'en');
  expect(answer.body).toContain(`href="${round.path}?lang=en"`);
});

for (const [method, where] of [
  ['PUT', 'path'],
  ['PUT', 'answers'],
  ['DELETE', 'answers'],
  ['PATCH', 'path'],
  ['POST', 'thanks'],
] as const) {
  test(`${method} where only other methods belong (${where}) is refused with 405`, async ({ hailong, round }) => {
    const answer = await ask(hailong.origin, round[where], { method, body: WHOLE, headers: { 'content-type': form } });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toContain('GET');
    isPageWithWayOut(answer, 'vi');
  });
}

test('a POST to nowhere, to a closed round or before it begins is answered like a GET', async ({ hailong }) => {
  const closed = await openRound(hailong, { to: '2020-12-31' });
  const planned = await openRound(hailong, { from: '2198-01-01' });
  for (const [path, status] of [[closed.answers, 410], [planned.answers, 404], ['/s/khong-co/answers', 404]] as const) {
    const answer = await post(hailong.origin, path, WHOLE);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(/<h1>[^<]+<\/h1>/);
  }
  expect(await closed.responses()).toBe(0);
  expect(await planned.responses()).toBe(0);
});

test('a strange address is not found', async ({ hailong }) => {
  const strange = ['/s/%00', '/s/..%2f..%2fetc', '/s/demo%20x', '/s/DEM', '/s/demo?lang=%00x', '/s/%FF', '/results/%FF'];
  for (const path of [...strange, `/s/${'a'.repeat(5_000)}`]) {
    const { status, headers } = await ask(hailong.origin, path);
    const answered = { path: path.slice(0, 40), status, type: headers['content-type'] };
    expect.soft(answered).toEqual({ ...answered, status: 404, type: 'text/html; charset=utf-8' });
  }
});

function isPageWithWayOut({ headers, body }: Answer, language: string): void {
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(body).toContain(`<html lang="${language}">`);
  expect(body).toMatch(/<h1>[^<]+<\/h1>/);
  expect(body).toMatch(/<a [^>]*href="\/|<button>/);
}
