// Every address of the server that shows something, from the table that is reviewed when one is added.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const TABLE = 'server/tests/it/snapshots/it__gates__the_table_of_routes_is_as_it_was_reviewed.snap';

/** A GET route: its address with names in braces, and whom it lets in. */
export interface Route {
  path: string;
  who: string;
}

export const ROUTES: Route[] = Array.from(
  readFileSync(join(import.meta.dirname, '../..', TABLE), 'utf8').matchAll(/^GET +(\S+) +(.+)$/gm),
  ([, path = '', who = '']) => ({ path, who }),
);
if (ROUTES.length === 0) throw new Error(`${TABLE} lists no routes`);
