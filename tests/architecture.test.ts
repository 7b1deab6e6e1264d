import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';

// Who may import whom (ARCHITECTURE.md). First row that fits a file is its rule; the patterns are of what it may import.
const rules: { files: RegExp; may: RegExp[] }[] = [
  { files: /\.test\.tsx?$/, may: [/./] },
  {
    files: /\.rules\.ts$/,
    may: [
      /\.rules\.ts$/,
      /\.contract\.ts$/,
      /^registers\/declaration\.ts$/,
      /^package:big\.js$/,
      /^package:@noble\//,
      /^package:shamir-secret-sharing$/,
    ],
  },
  {
    files: /^modules\/[^/]+\/[^/]+\.contract\.ts$/,
    may: [
      /\.rules\.ts$/,
      /\.contract\.ts$/,
      /^registers\/(declaration|common-lists)\.ts$/,
      /^platform\/http\/route\.ts$/,
      /^platform\/auth\/permissions\.ts$/,
      /^package:zod$/,
    ],
  },
  { files: /\.definition\.ts$/, may: [/\.(rules|contract|definition)\.ts$/] },
  { files: /\.problems\.ts$/, may: [/^platform\/http\/problem\.ts$/, /\.problems\.ts$/] },
  { files: /^platform\//, may: [/^platform\//, /^package:/, /^node:/] },
  {
    files: /^registers\/web\//,
    may: [
      /^registers\//,
      /^web\/(ui|api|locales)\//,
      /^platform\/.*\.rules\.ts$/,
      /^platform\/(http\/route|auth\/permissions)\.ts$/,
      /^package:/,
      /\.contract\.ts$/,
    ],
  },
  { files: /^registers\//, may: [/^registers\/(?!web\/)/, /^platform\//, /^package:/, /^node:/] },
  {
    // Pages of the portal are HTML that the server writes: from the module's own shapes, in the portal's frame.
    files: /^modules\/[^/]+\/portal\//,
    may: [
      /^modules\/OWN\/portal\//,
      /\.(contract|rules)\.ts$/,
      /^web\/portal\//,
      /^platform\/http\/page\.ts$/,
      /^registers\/declaration\.ts$/,
      /^package:ghtml$/,
    ],
  },
  {
    // The script of the portal: it writes the same pages in the browser.
    files: /^modules\/[^/]+\/portal-web\//,
    may: [
      /^modules\/OWN\/(portal|portal-web)\//,
      /\.(contract|rules)\.ts$/,
      /^web\/portal\/say\.ts$/,
      /^package:(@noble\/|altcha-lib$)/,
    ],
  },
  {
    files: /^modules\/[^/]+\/staff\//,
    may: [
      /^modules\/[^/]+\/staff\//,
      /\.contract\.ts$/,
      /\.rules\.ts$/,
      /^web\/(ui|api|locales)\//,
      /^registers\/(web\/|declaration\.ts)/,
      /^platform\/auth\/permissions\.ts$/,
      /^platform\/http\/route\.ts$/,
      /^package:/,
    ],
  },
  {
    files: /^modules\/[^/]+\/(server\/|index\.ts)/,
    may: [
      /^modules\/[^/]+\/(index|[^/]+\.(contract|rules|problems))\.ts$/,
      /^modules\/OWN\//,
      /^platform\//,
      /^registers\/(?!web\/)/,
      /^web\/portal\//,
      /^package:/,
      /^node:/,
    ],
  },
  {
    files: /^web\/portal\//,
    may: [/^web\/portal\//, /^platform\/http\//, /\.(contract|rules)\.ts$/, /^package:/, /^node:/],
  },
  {
    files: /^web\/(ui|locales)\//,
    may: [
      /^web\/(ui|locales)\//,
      /\.(contract|rules)\.ts$/,
      /^registers\/declaration\.ts$/,
      /\/words\.ts$/,
      /^package:/,
    ],
  },
  {
    files: /^web\/api\//,
    may: [
      /^registers\/declaration\.ts$/,
      /^web\/(api|ui|locales)\//,
      /\.(contract|rules)\.ts$/,
      /^platform\/(http\/route|auth\/permissions)\.ts$/,
      /^package:/,
    ],
  },
  {
    files: /^web\//,
    may: [
      /^web\//,
      /^modules\/[^/]+\/staff\//,
      /^all-registers\.ts$/,
      /\.(contract|rules)\.ts$/,
      /^registers\/(web\/|declaration\.ts)/,
      /^platform\/auth\/permissions\.ts$/,
      /^package:/,
    ],
  },
  { files: /^all-registers\.ts$/, may: [/\.contract\.ts$/, /^registers\/declaration\.ts$/] },
  { files: /^(server|compose|ground|doors|background)\.ts$|^cli\/|^demonstration\//, may: [/./] },
];

const source = join(import.meta.dirname, '../src');
const aliases: Record<string, string> = {
  '#modules/': 'modules/',
  '#platform/': 'platform/',
  '#registers/': 'registers/',
  '#web/': 'web/',
};

function listFiles(): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'));
}

function listImports(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8');
  return [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)[^'"`;]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? match[3]!)
    .filter((target) => !/\.(css|svg|json)$/.test(target))
    .map((target) => {
      const alias = Object.keys(aliases).find((one) => target.startsWith(one));
      if (alias) return aliases[alias] + target.slice(alias.length);
      if (target.startsWith('.')) return normalize(join(dirname(file), target)).replaceAll('\\', '/');
      return target.startsWith('node:') ? target : `package:${target}`;
    });
}

function moduleOf(file: string): string {
  return /^modules\/([^/]+)\//.exec(file)?.[1] ?? '';
}

test('imports keep to the rooms of the house', () => {
  const files = listFiles();
  expect(files.length).toBeGreaterThan(100);
  const wrong = files.flatMap((file) => {
    const rule = rules.find((one) => one.files.test(file));
    if (!rule) return [`${file}: no rule says what it may import`];
    return listImports(file)
      .filter(
        (target) =>
          !rule.may.some((pattern) => new RegExp(pattern.source.replace('OWN', moduleOf(file) || '-')).test(target)),
      )
      .map((target) => `${file} -> ${target}`);
  });
  expect(wrong).toEqual([]);
});

test('a module is entered by its door, its contract or its rules; no two modules need each other', () => {
  const doors = new Map<string, Set<string>>();
  for (const file of listFiles().filter(
    (one) => /^modules\/[^/]+\/(server\/|index\.ts)/.test(one) && !one.includes('.test.'),
  )) {
    for (const target of listImports(file)) {
      const [from, to] = [moduleOf(file), moduleOf(target)];
      if (to && to !== from && target.endsWith('/index.ts')) doors.set(from, (doors.get(from) ?? new Set()).add(to));
    }
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(doors.get(from) ?? [])].some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  expect([...doors.keys()].filter((name) => reaches(name, name))).toEqual([]);
});

test('only audit writes audit lines, only functions of the database write roll-ups', () => {
  const wrong = listFiles()
    .filter((file) => !file.includes('.test.') && !file.startsWith('cli/'))
    .filter((file) => {
      const text = readFileSync(join(source, file), 'utf8');
      const audit =
        /insert into audit_lines|insertInto\('auditLines'\)/.test(text) && !/^platform\/(audit|database)\//.test(file);
      return audit || /(insert into|update|delete from) roll_ups|insertInto\('rollUps'\)/.test(text);
    });
  expect(wrong).toEqual([]);
});

test('nothing in the sources points to a folder outside of them', () => {
  const wrong = listFiles().flatMap((file) =>
    listImports(file)
      .filter((target) => target.startsWith('..'))
      .map((target) => `${file} -> ${relative('.', target)}`),
  );
  expect(wrong).toEqual([]);
});
