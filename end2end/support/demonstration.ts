// Before all tests: the demonstration, loaded once. Every server of the tests begins with a copy of it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FullConfig } from '@playwright/test';
import { command } from './server.ts';

/** Loads as many responses as the configuration says. Workers read from the environment where they lie. */
export default async function load({ metadata }: FullConfig): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'hailong-e2e-demo-'));
  process.env.HAILONG_E2E_DEMONSTRATION = folder;
  await command(folder, 'demo', '--responses', `${metadata.responses}`);
  return () => rm(folder, { recursive: true, force: true });
}
