// The interface's words, read from where the server takes them: tests follow a change of wording.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Language = 'vi' | 'en';

const read = (language: Language) => {
  const files = [`${language}.ftl`, `admin-${language}.ftl`];
  const text = files.map((file) => readFileSync(join(import.meta.dirname, '../../app/locales', file), 'utf8'));
  const lines = text.join('\n').matchAll(/^([a-z0-9_-]+) = (.+)$/gm);
  return new Map(Array.from(lines, ([, key, text]) => [key, text] as const));
};

const texts = { vi: read('vi'), en: read('en') };

/** A text of one line, with its variables filled in. */
export function words(language: Language, key: string, variables: Record<string, string> = {}): string {
  const text = texts[language].get(key);
  if (text === undefined) throw new Error(`${language}.ftl has no text ${key} of one line`);
  return text.replace(/\{ \$(\w+) \}/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`${key} needs ${name}`);
    return value;
  });
}
