// Every page with something on it, listed so that each gets a test of its own, however many there are and however slow the
// machine. `{sipas}` and `{quay}` stand for the codes of the rounds of the demonstration that are open today.

import type { Hailong } from './server.ts';

/** Every round of the demonstration, and the kinds of pages within. */
export const RESULT_PAGES = [
  '/results',
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

/** Pages of the administration. */
export const ADMIN_PAGES = [
  '/admin',
  '/admin/account',
  '/admin/account/second-factor',
  '/admin/people',
  '/admin/people/1',
  '/admin/audit',
  '/admin/settings',
  '/admin/agencies',
  '/admin/agencies?day=2024-06-01',
  '/admin/agencies/SNV',
  '/admin/new-agency',
  '/admin/agency-events',
  '/admin/new-agency-event',
  '/admin/blocks',
  '/admin/service-areas',
  '/admin/procedures',
  '/admin/import/agencies',
  '/admin/forms',
  '/admin/definitions',
  '/admin/definitions/top2-pooled',
  '/admin/templates',
  '/admin/templates/cmt-core',
  '/admin/forms/sipas-2026',
  '/admin/forms/counter-5/wording',
  '/admin/rounds',
  '/admin/new-round',
  '/admin/rounds/{sipas}',
  '/admin/rounds/{sipas}/points',
  '/admin/rounds/{sipas}/sheets',
  '/admin/rounds/{sipas}/monitor',
  '/admin/rounds/{sipas}/comments',
  '/admin/rounds/{sipas}/comments?agency=SNV',
  '/admin/rounds/{sipas}/copy',
  '/admin/rounds/{sipas}/rules',
];

/** The path of a page in a database with the demonstration. */
export async function pathOf(hailong: Hailong, page: string): Promise<string> {
  return page.replace('{sipas}', await hailong.demoRound()).replace('{quay}', await hailong.counterRound());
}
