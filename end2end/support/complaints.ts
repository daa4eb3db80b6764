// What the browser complains about: console errors and page errors. A test that hears one fails.

import type { BrowserContext } from '@playwright/test';

const FAILED = /^Failed to load resource: the server responded with a status of (\d{3})/;

export class Complaints {
  readonly heard: string[] = [];
  private readonly expected = new Set<string>();

  /** Allows the browser's own line about one address that the test expects to fail. */
  expect(status: number, path: string): void {
    this.expected.add(`${status} ${path}`);
  }

  /** Listens to every page of a context. */
  listen(context: BrowserContext): void {
    context.on('weberror', (error) => this.heard.push(`page error: ${error.error().message}`));
    context.on('console', (message) => {
      if (message.type() !== 'error') return;
      const { url } = message.location();
      const status = FAILED.exec(message.text())?.[1];
      const path = URL.canParse(url) ? new URL(url).pathname + new URL(url).search : url;
      if (status && this.expected.has(`${status} ${path}`)) return;
      this.heard.push(`${message.text()} (${url})`);
    });
  }
}
