// The one browser of these tests, as every launch starts it: the system's, silent towards the outside.

import type { LaunchOptions } from '@playwright/test';

export const launchOptions: LaunchOptions = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};

/** A cheap phone in a Vietnamese hand. */
export const phone = {
  viewport: { width: 360, height: 740 },
  locale: 'vi-VN',
  timezoneId: 'Asia/Ho_Chi_Minh',
};
