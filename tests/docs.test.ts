import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { settingNames } from '#platform/config.ts';
import { createTestDatabase } from '#tests/support/database.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file.replaceAll('\\', '/')}`),
];

test('files and folders that the pages name exist', () => {
  expect(pages.length).toBeGreaterThan(12);
  const missing = pages.flatMap((page) => {
    const text = read(page);
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map((match) => join(page, '..', match[1]!));
    const named = [...text.matchAll(/`((?:src|tests|docs|migrations|reference-data|scripts)\/[\w./-]*)`/g)].map(
      (match) => match[1]!,
    );
    return [...links, ...named].filter((path) => !existsSync(join(root, path))).map((path) => `${page}: ${path}`);
  });
  expect(missing).toEqual([]);
});

test('npm scripts that the pages name exist', () => {
  const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/npm (?:run (?:-s )?)([\w:-]+)/g)].map((match) => match[1]!),
  );
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
});

test('the page of settings lists every setting', () => {
  const page = read('docs/settings.md');
  expect(settingNames.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('the page of tables lists every table', async () => {
  const database = await createTestDatabase();
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relnamespace = 'binhyen'::regnamespace and relkind = 'r'`.execute(
    database.owner,
  );
  await database.drop();
  const page = read('docs/database.md');
  expect(rows.map((row) => row.name).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('every word of the roles and organisations is in both languages', () => {
  for (const file of ['roles.csv', 'organisations.csv', 'indicators.csv', 'calendars.csv']) {
    const [head, ...lines] = read(`reference-data/${file}`).trim().split('\n');
    expect(head).toContain('name_vi,name_en');
    expect(lines.filter((line) => /^[^,]*,(,|[^,"]*,,)/.test(line))).toEqual([]);
  }
});
