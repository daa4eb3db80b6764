// One key is one answer, whoever repeats it and however fast.

import { encoded } from '../../support/form.ts';
import { expect, wire as test } from '../../support/test.ts';
import { ask, post, visit } from '../../support/wire.ts';

const ANSWERS = encoded({ q1: '5', q2: '4', q9: 'Cảm ơn cán bộ' });
const twenty = Array.from({ length: 20 }, (_, at) => at);

test('twenty at once with one key store exactly one', async ({ hailong, round }) => {
  const cookie = await visit(hailong.origin, round.path);
  const answers = await Promise.all(twenty.map(() => post(hailong.origin, round.answers, ANSWERS, { cookie })));
  expect(answers.map(({ status }) => status)).toEqual(twenty.map(() => 303));
  const stored = answers.filter(({ headers }) => headers.location === round.thanks);
  const repeated = answers.filter(({ headers }) => headers.location === `${round.thanks}?again=1`);
  expect([stored.length, repeated.length]).toEqual([1, 19]);
  expect(await round.responses()).toBe(1);
});

test('twenty at once with twenty keys store twenty', async ({ hailong, round }) => {
  const cookies = await Promise.all(twenty.map(() => visit(hailong.origin, round.path)));
  expect(new Set(cookies).size).toBe(20);
  const answers = await Promise.all(
    cookies.map((cookie) => post(hailong.origin, round.answers, ANSWERS, { cookie })),
  );
  expect(answers.map(({ headers }) => headers.location)).toEqual(twenty.map(() => round.thanks));
  expect(await round.responses()).toBe(20);
});

test('without a cookie every answer is new', async ({ hailong, round }) => {
  for (const _ of [1, 2]) {
    const answer = await post(hailong.origin, round.answers, ANSWERS);
    expect([answer.status, answer.headers.location]).toEqual([303, round.thanks]);
  }
  expect(await round.responses()).toBe(2);
});

test('a cookie that nobody gave out is no reason to refuse', async ({ hailong, round }) => {
  for (const cookie of ['k=', 'k=khong', 'other=1', 'k=%%%; x']) {
    const answer = await post(hailong.origin, round.answers, ANSWERS, { cookie });
    expect(answer.status, cookie).toBe(303);
  }
  expect(await round.responses()).toBe(4);
});

test('a key counts in its own form only', async ({ hailong, round }) => {
  const cookie = await visit(hailong.origin, '/s/demo');
  expect((await post(hailong.origin, round.answers, ANSWERS, { cookie })).headers.location).toBe(round.thanks);
  expect((await post(hailong.origin, round.answers, ANSWERS, { cookie })).headers.location).toBe(`${round.thanks}?again=1`);
  expect(await round.responses()).toBe(1);
});

test('a repetition with other answers is told that it was counted, and changes nothing', async ({ hailong, round }) => {
  const cookie = await visit(hailong.origin, round.path);
  await post(hailong.origin, round.answers, ANSWERS, { cookie });
  const second = await post(hailong.origin, round.answers, encoded({ q1: '1', q2: '1' }), { cookie });
  expect(second.headers.location).toBe(`${round.thanks}?again=1`);
  expect(await hailong.exported(round.code)).toMatchObject([{ answers: { q1: '5', q2: '4' } }]);
});

test('an answer that was refused leaves its key unused', async ({ hailong, round }) => {
  const cookie = await visit(hailong.origin, round.path);
  const incomplete = await post(hailong.origin, round.answers, encoded({ q1: '5' }), { cookie });
  expect([incomplete.status, incomplete.headers['set-cookie']]).toEqual([422, undefined]);
  const complete = await post(hailong.origin, round.answers, ANSWERS, { cookie });
  expect([complete.headers.location, complete.headers['set-cookie']]).toEqual([round.thanks, undefined]);
  expect(await round.responses()).toBe(1);
});

test('a GET where the form posts to leads back to the form', async ({ hailong, round }) => {
  const plain = await ask(hailong.origin, round.answers);
  expect([plain.status, plain.headers.location]).toEqual([303, round.path]);
  const english = await ask(hailong.origin, `${round.answers}?lang=en`);
  expect([english.status, english.headers.location]).toEqual([303, `${round.path}?lang=en`]);
});
