// Two projects: everything without script, which is how citizens' pages are made; and with script, what only script
// can look into (axe, measured rectangles).

import { defineConfig } from '@playwright/test';
import { launchOptions, phone } from './support/browser.ts';

const SCRIPTED = 'tests/scripted/**';

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.CI ? [['list'], ['github']] : 'list',
  use: { ...phone, launchOptions, actionTimeout: 10_000 },
  projects: [
    { name: 'script-off', use: { javaScriptEnabled: false }, testIgnore: SCRIPTED },
    { name: 'script-on', use: { javaScriptEnabled: true }, testMatch: SCRIPTED },
  ],
});
