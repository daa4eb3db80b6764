// Where an answer may come from: anywhere but another site.

import { encoded } from '../../support/form.ts';
import { expect, wire as test } from '../../support/test.ts';
import { post } from '../../support/wire.ts';

const ANSWERS = encoded({ q1: '5', q2: '4' });

const accepted: [string, (origin: string) => Record<string, string>][] = [
  ['no Origin at all', () => ({})],
  ['Origin: null, as many in-app browsers send', () => ({ origin: 'null' })],
  ['its own Origin', (origin) => ({ origin })],
  ['its own Origin and Sec-Fetch-Site: same-origin', (origin) => ({ origin, 'sec-fetch-site': 'same-origin' })],
  ['Sec-Fetch-Site: none', () => ({ 'sec-fetch-site': 'none' })],
];

for (const [name, headers] of accepted) {
  test(`an answer with ${name} is accepted`, async ({ hailong, round }) => {
    const answer = await post(hailong.origin, round.answers, ANSWERS, headers(hailong.origin));
    expect([answer.status, answer.headers.location]).toEqual([303, round.thanks]);
    expect(await round.responses()).toBe(1);
  });
}

const refused: [string, (origin: string) => Record<string, string>][] = [
  ['a foreign Origin', () => ({ origin: 'https://example.test' })],
  ['its own host on another port as Origin', (origin) => ({ origin: `${new URL(origin).protocol}//127.0.0.1:1` })],
  ['Sec-Fetch-Site: cross-site', () => ({ 'sec-fetch-site': 'cross-site' })],
  ['Sec-Fetch-Site: cross-site and Origin: null', () => ({ origin: 'null', 'sec-fetch-site': 'cross-site' })],
];

for (const [name, headers] of refused) {
  test(`an answer with ${name} is refused`, async ({ hailong, round }) => {
    const answer = await post(hailong.origin, round.answers, ANSWERS, headers(hailong.origin));
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(`href="${round.path}"`);
    expect(await round.responses()).toBe(0);
  });
}
