// Two projects: everything without script, which is how citizens' pages are made; and with script, what only script
// can look into (axe, measured rectangles).

import { defineConfig } from '@playwright/test';
import { launchOptions, phone } from './support/browser.ts';

const SCRIPTED = 'tests/scripted/**';

export default defineConfig({
  testDir: 'tests',
  globalSetup: './support/demonstration.ts',
  metadata: { responses: 1_500 },
  fullyParallel: true,
  workers: 2,
  // Limits that only what hangs runs into: no outcome depends on the speed of the machine.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? [['list'], ['github']] : 'list',
  use: { ...phone, launchOptions, actionTimeout: 60_000 },
  projects: [
    { name: 'script-off', use: { javaScriptEnabled: false }, testIgnore: SCRIPTED },
    { name: 'script-on', use: { javaScriptEnabled: true }, testMatch: SCRIPTED },
  ],
});
