import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fillWords } from '#platform/http/problem.ts';
import type { Say } from './say.ts';
import en from './texts/en.json' with { type: 'json' };
import vi from './texts/vi.json' with { type: 'json' };

export type { Say, TextKey } from './say.ts';

export type Texts = {
  /** Codes of the languages, Vietnamese first, as the language switch lists them. */
  languages: readonly string[];
  sayIn(language: string): Say;
  /** The sentences of these pages, or parts of pages (tell.send), by their whole keys. */
  wordsIn(language: string, pages: readonly string[]): Record<string, string>;
};

/**
 * The portal's sentences: Vietnamese and English, and one language more for each file `<code>.json` in the folder. A
 * sentence that a language lacks is said in Vietnamese. Throws where a file is no JSON object.
 */
export function openTexts(folder?: string): Texts {
  const all = new Map<string, Record<string, string>>([
    ['vi', flatten(vi)],
    ['en', flatten(en)],
  ]);
  for (const file of folder !== undefined && existsSync(folder) ? readdirSync(folder).toSorted() : []) {
    const code = /^([a-z]{2,3})\.json$/.exec(file)?.[1];
    if (code === undefined) continue;
    const own = flatten(JSON.parse(readFileSync(join(folder!, basename(file)), 'utf8')));
    all.set(code, { ...all.get(code), ...own });
  }
  const fallback = all.get('vi')!;
  return {
    languages: [...all.keys()],
    sayIn(language) {
      const own = all.get(language) ?? fallback;
      return (key, params = {}) => fillWords(own[key] ?? fallback[key] ?? key, params);
    },
    wordsIn(language, pages) {
      const words = Object.entries({ ...fallback, ...all.get(language) });
      return Object.fromEntries(words.filter(([key]) => pages.some((page) => key.startsWith(`${page}.`))));
    },
  };
}

function flatten(texts: unknown, path = ''): Record<string, string> {
  if (typeof texts === 'string') return { [path]: texts };
  if (typeof texts !== 'object' || texts === null) throw new Error(`the text ${path} is no sentence`);
  return Object.assign(
    {},
    ...Object.entries(texts).map(([name, value]) => flatten(value, path === '' ? name : `${path}.${name}`)),
  ) as Record<string, string>;
}
