import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { en } from '#web/locales/en.ts';
import { vi } from '#web/locales/vi.ts';

type Words = { [key: string]: string | Words };

const source = join(import.meta.dirname, '../src');

/** The words of the shell and of every module that brings a words.ts. */
async function listWords(): Promise<[string, Words, Words][]> {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^(modules\/[^/]+\/staff|registers\/web)\/words\.ts$/.test(file));
  const modules = await Promise.all(
    files.map(async (file): Promise<[string, Words, Words]> => {
      const [words] = Object.values((await import(join(source, file))) as Record<string, { vi: Words; en: Words }>);
      if (!words) throw new Error(`${file} exports no words`);
      return [file, words.vi, words.en];
    }),
  );
  return [['web/locales', vi, en], ...modules];
}

/** Keys of all texts; one that counts is one key, however many forms a language has for it. */
function listTexts(words: Words, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key.replace(/_(one|other)$/, '')}`, value] as [string, string]]
      : listTexts(value, `${path}${key}.`),
  );
}

const all = await listWords();

test('the words of the modules are found', () => {
  expect(all.length).toBeGreaterThanOrEqual(6);
});

describe.each(all)('%s', (_, vietnamese, english) => {
  test('has the same keys in Vietnamese and in English', () => {
    const keysOf = (words: Words): string[] => [...new Set(listTexts(words).map(([key]) => key))].toSorted();
    expect(keysOf(english)).toEqual(keysOf(vietnamese));
  });

  test('has no empty text', () => {
    expect([...listTexts(vietnamese), ...listTexts(english)].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

test('every act that the audit notes is worded for whoever reads it', async () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const acts = files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/\bact: '([a-z_]+\.[a-z_]+)'/g)].map((match) => match[1]!),
  );
  expect(acts.length).toBeGreaterThan(20);
  const accounts = all.find(([file]) => file.includes('accounts'))!;
  const worded = new Set(listTexts(accounts[1]['acts'] as Words).map(([key]) => key));
  expect([...new Set(acts)].filter((act) => !worded.has(act))).toEqual([]);
});
