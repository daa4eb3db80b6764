// Rounds for one test each, so that tests count their own responses and nobody else's.

import type { Hailong } from './server.ts';

/** A round with one collection point. */
export interface TestRound {
  code: string;
  /** Address of the form. */
  path: string;
  /** Where the form posts to. */
  answers: string;
  /** Where a stored answer leads. */
  thanks: string;
  /** How many responses there are. */
  responses(): Promise<number>;
}

export interface Plan {
  /** Code of a form that is there already: every shipped one is. */
  form?: string;
  from?: string;
  to?: string;
  /** How citizens reach its point: a code at the counter unless the plan says otherwise. */
  channel?: 'qr' | 'kiosk';
}

let made = 0;

/** A round of the nine-question form, open unless the plan says otherwise. */
export async function openRound(hailong: Hailong, plan: Plan = {}): Promise<TestRound> {
  made += 1;
  const code = `e2e-${made}`;
  await hailong.import('round', {
    code,
    title: { vi: 'Khảo sát thử', en: 'A trial survey' },
    form: plan.form ?? 'us-a11-280',
    from: plan.from ?? '2020-01-01',
    to: plan.to ?? '2199-12-31',
    live: true,
    index: { scoring: 'top2', aggregation: 'pooled' },
    agencies: ['SNV'],
    service_areas: ['ho-tich'],
    points: [{ slug: code, agency: 'SNV', service_area: 'ho-tich', counter: '1', channel: plan.channel ?? 'qr' }],
  } as { code: string });
  const path = `/s/${code}`;
  return {
    code,
    path,
    answers: `${path}/answers`,
    thanks: `${path}/thanks`,
    responses: () => hailong.responses(code),
  };
}
