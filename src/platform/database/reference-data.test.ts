import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '#tests/support/database.ts';
import { loadReferenceData } from './reference-data.ts';

const shipped = join(import.meta.dirname, '../../../reference-data');
const database = await createTestDatabase();
const folder = await mkdtemp(join(tmpdir(), 'binhyen-reference-'));
await cp(shipped, folder, { recursive: true });
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function edit(file: string, change: (content: string) => string): Promise<void> {
  const path = join(folder, file);
  await writeFile(path, change(await readFile(path, 'utf8')));
}

async function countAuditLines(): Promise<number> {
  const lines = await database.owner
    .selectFrom('auditLines')
    .select('id')
    .where('act', '=', 'reference_data.loaded')
    .execute();
  return lines.length;
}

test('the template database holds the shipped lists, obligations of the nation included', async () => {
  const nation = await database.owner
    .selectFrom('obligations')
    .innerJoin('units', 'units.id', 'obligations.unitId')
    .select(['units.kind', 'obligations.provinceId', 'obligations.fromMonth'])
    .execute();
  expect(nation.length).toBeGreaterThan(0);
  expect(
    nation.every((row) => row.kind === 'nation' && row.provinceId === 0 && String(row.fromMonth).endsWith('-01')),
  ).toBe(true);
  const ratio = await database.owner
    .selectFrom('indicators')
    .selectAll()
    .where('kind', '=', 'ratio')
    .executeTakeFirstOrThrow();
  expect(ratio.numeratorCode).not.toBeNull();
  expect(ratio.formula).toBeNull();
});

test('loaded again, nothing changes and nothing is written to the history', async () => {
  const before = await countAuditLines();
  const changed = await loadReferenceData(database.ownerUrl);
  expect(Object.values(changed).every((count) => count === 0)).toBe(true);
  expect(await countAuditLines()).toBe(before);
});

test('a changed name is brought in, a right taken out of the file is gone, and the history tells it', async () => {
  await database.owner
    .insertInto('rolePermissions')
    .values({ role: 'auditor', permission: 'tip.write', reach: 'below' })
    .execute();
  await edit('organisations.csv', (content) => content.replace('Công an', 'Công an nhân dân'));
  const before = await countAuditLines();
  const changed = await loadReferenceData(database.ownerUrl, folder);
  expect(changed).toMatchObject({ organisations: 1, role_permissions: 1, indicators: 0 });
  const police = await database.owner
    .selectFrom('organisations')
    .selectAll()
    .where('code', '=', 'police')
    .executeTakeFirstOrThrow();
  expect(police.nameVi).toBe('Công an nhân dân');
  const right = await database.owner
    .selectFrom('rolePermissions')
    .select('role')
    .where('role', '=', 'auditor')
    .where('permission', '=', 'tip.write')
    .execute();
  expect(right).toEqual([]);
  expect(await countAuditLines()).toBe(before + 1);
});

test('a broken file changes nothing at all', async () => {
  await edit('organisations.csv', (content) => content.replace('Công an nhân dân', 'Công an đổi tên'));
  await edit('indicators.csv', (content) => content.replace(',flow,', ',flaw,'));
  await expect(loadReferenceData(database.ownerUrl, folder)).rejects.toThrow('indicators_kind_check');
  const police = await database.owner
    .selectFrom('organisations')
    .select('nameVi')
    .where('code', '=', 'police')
    .executeTakeFirstOrThrow();
  expect(police.nameVi).toBe('Công an nhân dân');
});
