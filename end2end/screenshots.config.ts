// Pictures for people: `npm run screenshots` writes them into screenshots/.

import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/browser.ts';

export default defineConfig({
  testDir: '.',
  globalSetup: './support/demonstration.ts',
  metadata: { responses: 20_000 },
  testMatch: 'screenshots.ts',
  workers: 1,
  timeout: 1_200_000,
  reporter: 'list',
  use: { launchOptions, actionTimeout: 5_000, locale: 'vi-VN', javaScriptEnabled: false, colorScheme: 'light' },
});
