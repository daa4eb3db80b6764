// Names, codes and words as long as the rules allow, some without a place to break: what widens a page shows with them.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hailong } from './server.ts';

const longest = (text: string, most: number) => text.repeat(Math.ceil(most / text.length)).slice(0, most).trim();

/** A name of many words, as offices of land registration have them, and one without a blank. */
export const LONG_NAME = longest('Chi nhánh Văn phòng Đăng ký đất đai liên phường Đông Hưng Thuận ', 300);
export const LONG_WORD = longest('Trungtâmphụcvụhànhchínhcông', 300);
/** A code, which stands in addresses; and the address of a point. */
export const LONG_CODE = longest('CHINHANHVANPHONGDANGKYDATDAI', 64);
export const LONG_SLUG = longest('chinhanhvanphongdangkydatdai', 64);
/** The round before that of `LONG_CODE`, and one that is only planned. */
export const BEFORE = `${LONG_CODE.slice(0, -1)}0`;
export const PLANNED = `${LONG_CODE.slice(0, -1)}1`;

const both = (vi: string, en = vi) => ({ vi, en });
const ODD = [
  [LONG_CODE, LONG_WORD],
  ['OD1', 'Sở 😀 Vui vẻ 👨‍👩‍👧'],
  ['OD2', 'Sở ទីក្រុង 北京市 ꩌ'],
  ['OD6', LONG_NAME],
] as const;
const AGENCIES = [...ODD.map(([code]) => code), 'SNV'];
const AREAS = [LONG_CODE, 'dat-dai'];

const csv = (rows: readonly (readonly (string | number)[])[]) =>
  rows.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n');
const levels = [1, 2, 3, 4, 5].map((value) => ({ value, score: value, text: both(longest('Rấtkhônghàilòng', 60 * value)) }));
const items = [LONG_WORD, LONG_NAME, 'Nhìn chung'].map((text, at) => ({ code: `i${at}`, text: both(text), scale: 's5' }));

const form = {
  code: LONG_CODE,
  title: both(LONG_WORD),
  intro: both(LONG_NAME),
  languages: ['vi', 'en'],
  scales: [{ code: 's5', title: both(LONG_WORD), labels: levels }],
  sections: [{ code: 'all', title: both(LONG_WORD) }],
  contents: items.map((item, at) => ({
    code: `c${at}`,
    title: item.text,
    factors: [{ code: `f${at}`, title: item.text, items: [item] }],
  })),
  questions: [
    { code: 'q1', section: 'all', number: '1', kind: 'matrix', role: 'satisfaction', required: true, text: both(LONG_WORD), scale: 's5', items: ['i0', 'i1', 'i2'] },
    { code: 'q2', section: 'all', number: '2', kind: 'multiple', role: 'experience', text: both(LONG_NAME), options: [LONG_WORD, LONG_NAME].map((text, at) => ({ value: at + 1, text: both(text) })) },
    { code: 'q3', section: 'all', number: '3', kind: 'text', role: 'comment', text: both(LONG_WORD) },
  ],
};

const round = (code: string, from: string, to: string) => ({
  code,
  title: both(`${LONG_WORD.slice(0, -4)}${from.slice(0, 4)}`),
  form: LONG_CODE,
  series: LONG_CODE,
  from,
  to,
  index: { scoring: 'mean_range', aggregation: 'factors' },
  agencies: AGENCIES,
  service_areas: AREAS,
  minimum_cell: 5,
  live: true,
  quota: { cells: { [LONG_CODE]: { [LONG_CODE]: 1_234_567 } }, full: 'count' },
  points: [
    { slug: code === LONG_CODE ? LONG_SLUG : 'before', agency: LONG_CODE, service_area: LONG_CODE, counter: LONG_WORD.slice(0, 100), channel: 'qr' },
    ...AGENCIES.slice(1).map((agency) => ({ slug: `${code.at(-1)}-${agency}`, agency, service_area: 'dat-dai', channel: 'link' })),
  ],
});

const responses = (month: string) =>
  csv([
    ['agency', 'service_area', 'answered_on', 'i0', 'i1', 'i2', 'q2', 'q3'],
    ...AGENCIES.flatMap((agency, at) =>
      Array.from({ length: 12 }, (_, n) => {
        const answer = (of: number) => 1 + ((n + at + of) % 5);
        const area = AREAS[agency === LONG_CODE ? 0 : 1] ?? '';
        return [agency, area, `${month}-${10 + n}`, answer(0), answer(1), answer(2), 1 + (n % 2), n % 2 ? '' : LONG_WORD];
      }),
    ),
  ]);

/** Brings everything with a long name into a database, through files as people do. */
export async function addLongNames(hailong: Hailong): Promise<void> {
  const bring = async (what: string, text: string, ...more: string[]) => {
    const file = join(hailong.folder, `long-${what}`);
    await writeFile(file, text);
    await hailong.cli('import', what, file, ...more);
  };
  const named = [LONG_CODE, LONG_WORD, LONG_WORD];
  await bring('agencies', csv([
    ['code', 'name', 'name_en', 'block', 'level', 'parent'],
    ...ODD.map(([code, name]) => [code, name, name, LONG_CODE, 'commune', code === LONG_CODE ? 'SNV' : LONG_CODE]),
  ]), '--as-written');
  await bring('agencies', csv([['code', 'name', 'valid_to'], ['OLD', LONG_NAME, '2024-12-31']]));
  await bring('agency-events', csv([
    ['kind', 'day', 'from', 'to', 'reference'],
    ['merge', '2025-01-01', 'OLD', LONG_CODE, LONG_WORD],
  ]));
  await bring('service-areas', csv([['code', 'name', 'name_en'], named]));
  await bring('procedures', csv([['code', 'name', 'name_en', 'service_area'], [...named, LONG_CODE]]));
  await bring('form', JSON.stringify(form));
  await bring('definition', JSON.stringify({ code: LONG_CODE, title: both(LONG_WORD), index: { scoring: 'top2', aggregation: 'pooled' } }));
  await bring('round', JSON.stringify(round(BEFORE, '2024-01-01', '2024-12-31')));
  await bring('responses', responses('2024-03'), '--round', BEFORE, '--reason', LONG_WORD);
  await bring('round', JSON.stringify(round(LONG_CODE, '2025-01-01', '2199-12-31')));
  await bring('responses', responses('2025-03'), '--round', LONG_CODE, '--reason', LONG_WORD);
}
