// Every page of the server, derived from the table of its routes, so that none is forgotten; and who looks at it.

import { BEFORE, LONG_CODE, LONG_SLUG, PLANNED } from './long-names.ts';
import type { Visitor } from './office.ts';
import { ROUTES } from './routes.ts';

/** A page to look at. Names in braces are known when the database is there. */
export interface PageOf {
  path: string;
  who: Visitor | 'staff';
}

/** What is fetched and not read: files, pictures, JSON. */
const IS_FILE = /\/\{file\}$|\/document$|^\/api\/|^\/healthz$|^\/emblem\.png$/;
/** What leads on to another page, is only for an empty database, or for a round that cannot be read any more. */
const IS_ELSEWHERE = ['/s/{slug}/answers', '/admin/set-up', '/admin/rounds/{round}/removal'];

/** What stands for each name in an address, by the part before it. */
const NAMES: Record<string, string> = {
  's/{slug}': LONG_SLUG,
  'results/{round}': LONG_CODE,
  'agencies/{code}': LONG_CODE,
  'service-areas/{code}': LONG_CODE,
  'links/{token}': '{token}',
  'people/{person}': '2',
  'agencies/{agency}': LONG_CODE,
  'agency-events/{event}': '{event}',
  'blocks/{block}': LONG_CODE,
  'service-areas/{area}': LONG_CODE,
  'procedures/{procedure}': LONG_CODE,
  'rounds/{round}': LONG_CODE,
  'points/{point}': '{point}',
  'comments/{comment}': '{comment}',
  'templates/{template}': 'sipas-2026',
  'forms/{form}': LONG_CODE,
  '{form}/{version}': '1',
  'form-drafts/{draft}': '{draft}',
  'definitions/{definition}': LONG_CODE,
  'import/{what}': 'agencies',
};

function filled(route: string): string {
  const parts = route.split('/');
  const fill = (part: string, at: number) => {
    if (!part.startsWith('{')) return part;
    const name = NAMES[`${parts[at - 1]}/${part}`];
    if (name === undefined) throw new Error(`say in NAMES what stands for ${part} in ${route}`);
    return name;
  };
  return parts.map(fill).join('/');
}

function visitor(who: string): PageOf['who'] {
  if (who === 'the public' || who === 'anyone') return 'nobody';
  return who === 'after the password' ? 'half' : 'staff';
}

const OF_ROUTES = ROUTES.filter(({ path }) => !IS_FILE.test(path) && !IS_ELSEWHERE.includes(path)).map(
  ({ path, who }): PageOf => ({ path: filled(path), who: visitor(who) }),
);

/** Rounds of the demonstration and pages within, of every kind. */
export const RESULT_PAGES = [
  '/results/{sipas}',
  '/results/{sipas}/summary',
  '/results/{quay}',
  '/results/sipas-2025-demo',
  '/results/sipas-2024-demo',
  '/results/sipas-2023-demo',
  '/results/{sipas}/agencies/SNV',
  '/results/{sipas}/agencies/P-HOAGIANG',
  '/results/{sipas}/agencies/BQLKKT',
  '/results/{sipas}/service-areas/dat-dai',
];

/** Pages whose address is in the table and which look otherwise in another state. */
const OF_STAFF = [
  '/admin/people/1',
  '/admin/agencies?day=2024-06-01',
  '/admin/agencies?q=OD',
  '/admin/import/agency-events',
  '/admin/forms/sipas-2026',
  '/admin/form-drafts/{draft}?at=question:{asked}',
  '/admin/rounds/{sipas}',
  '/admin/rounds/{sipas}/volumes',
  '/admin/rounds/{sipas}/points',
  '/admin/rounds/{sipas}/monitor',
  `/admin/rounds/${LONG_CODE}/comments?agency=${LONG_CODE}`,
  `/admin/rounds/${LONG_CODE}/sheets?format=print&layout=a4`,
  `/admin/rounds/${LONG_CODE}/sheets?format=print&layout=a6x4`,
  `/admin/rounds/${BEFORE}`,
  ...['', '/basics', '/definition', '/places', '/volumes', '/rules', '/points'].map((step) => `/admin/rounds/${PLANNED}${step}`),
];

/** Every page. */
export const PAGES: PageOf[] = [
  ...OF_ROUTES,
  { path: '/s/demo', who: 'nobody' },
  // A form without sections.
  { path: '/s/{counter}', who: 'nobody' },
  ...RESULT_PAGES.map((path): PageOf => ({ path, who: 'nobody' })),
  ...OF_STAFF.map((path): PageOf => ({ path, who: 'staff' })),
  { path: '/admin', who: 'leader' },
  { path: '/admin/rounds', who: 'leader' },
];
