import { toSearchKey, withoutDiacritics } from '#platform/search-key.rules.ts';
import { foldForMatch } from '#platform/typed-values.rules.ts';
import { type CellRefusal, shorten } from './read-cell.ts';

/** Something that cells refer to by its name: a unit, or a record of a register. */
export type Named = { name: string; code: string };

export type NamedUnit = Named & {
  id: number;
  kind: string;
  parentId: number | null;
  parentName: string | null;
  provinceId: number;
  validFrom: string | null;
  validTo: string | null;
};

/** unitId, unitName and code are those of the unit that keeps the record. */
export type NamedRecord = Named & { id: string; unitId: number; unitName: string };

/** Names that were looked up, by each way to write them. */
export type NameIndex<Item extends Named> = {
  byCode: Map<string, Item[]>;
  byName: Map<string, Item[]>;
  byLetters: Map<string, Item[]>;
};

const designation = /^(?:xã|phường|thị trấn|đặc khu|tỉnh|thành phố|quận|huyện|thị xã)\s+/iu;

export function indexNames<Item extends Named>(items: readonly Item[]): NameIndex<Item> {
  const index: NameIndex<Item> = { byCode: new Map(), byName: new Map(), byLetters: new Map() };
  for (const item of items) addName(index, item);
  return index;
}

export function addName<Item extends Named>(index: NameIndex<Item>, item: Item): void {
  put(index.byCode, item.code.toLowerCase(), item);
  for (const name of new Set([item.name, item.name.replace(designation, '')])) {
    put(index.byName, foldForMatch(name), item);
    put(index.byLetters, toSearchKey(name), item);
  }
}

function put<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else if (!known.includes(item)) known.push(item);
}

/** `Tên [mã]`, as workbooks of the house write it where a name alone may not do. */
export function splitCode(text: string): { name: string; code: string | undefined } {
  const [, name, code] = /^(.*\S)\s*\[([^[\]]+)\]$/su.exec(text.trim()) ?? [];
  return { name: (name ?? text).trim(), code: code?.trim() };
}

/**
 * All that a text may mean: what bears the name, else, where it was typed without marks, what bears it apart from them.
 * near: what differs in its marks only, where nothing bears the name.
 */
export function listNamed<Item extends Named>(index: NameIndex<Item>, text: string): { found: Item[]; near: Item[] } {
  const found = index.byName.get(foldForMatch(text)) ?? [];
  if (found.length > 0) return { found, near: [] };
  const alike = index.byLetters.get(toSearchKey(text)) ?? [];
  return withoutDiacritics(text) === text ? { found: alike, near: [] } : { found: [], near: alike };
}

/** The same answer to the same question, asked for thousands of rows. */
export function remember<Answer>(answers: Map<string, Answer>, question: string, find: () => Answer): Answer {
  if (!answers.has(question)) answers.set(question, find());
  return answers.get(question)!;
}

/** The first of the wishes that leaves something; all where none does. */
function narrow<Item>(items: Item[], ...wishes: ((item: Item) => boolean)[]): Item[] {
  return wishes.reduce((left, wish) => {
    const fitting = left.filter(wish);
    return fitting.length > 0 ? fitting : left;
  }, items);
}

const candidatesSaid = 5;

function sayCandidates<Item>(items: readonly Item[], say: (item: Item) => string): string {
  const said = items.slice(0, candidatesSaid).map(say).join('; ');
  return items.length > candidatesSaid ? `${said}; …` : said;
}

/**
 * The unit that a text names, by name or code. day: when the record is of, so that of two units the one that existed then
 * is meant. within: the unit whose parts are meant first.
 */
export function matchUnit(
  index: NameIndex<NamedUnit>,
  text: string,
  { day, within, unknown }: { day?: string | undefined; within?: number | undefined; unknown: string },
): NamedUnit | CellRefusal {
  const { name, code } = splitCode(text);
  const existed = (unit: NamedUnit): boolean =>
    day === undefined ||
    ((unit.validFrom === null || unit.validFrom <= day) && (unit.validTo === null || day < unit.validTo));
  const isPresent = (unit: NamedUnit): boolean => unit.validTo === null;
  const byCode = listByCode(index, code ?? name);
  if (code !== undefined && byCode.length > 0) {
    const named = byCode.filter((unit) => isCalled(unit, name));
    if (named.length === 0)
      return { code: 'cell.unit_differs', params: { text: shorten(name), code, name: byCode[0]!.name } };
    return choose(narrow(named, existed, isPresent));
  }
  if (byCode.length > 0) return choose(narrow(byCode, existed, isPresent));
  const { found, near } = listNamed(index, name);
  const meant = narrow(found, existed, (unit) => unit.id === within || unit.parentId === within, isPresent);
  if (meant.length > 0) return choose(meant);
  if (near.length > 0)
    return {
      code: 'cell.unit_near',
      params: { text: shorten(name), candidates: sayCandidates(near, (unit) => `${unit.name} [${unit.code}]`) },
    };
  return { code: unknown, params: { text: shorten(text) } };

  function choose(units: NamedUnit[]): NamedUnit | CellRefusal {
    if (units.length === 1) return units[0]!;
    const candidates = sayCandidates(units, (unit) =>
      unit.parentName === null ? unit.code : `${unit.code} (${unit.parentName})`,
    );
    return { code: 'cell.unit_ambiguous', params: { text: shorten(name), count: units.length, candidates } };
  }
}

/** A code that a workbook took for a number has lost the zeros in front. */
function listByCode(index: NameIndex<NamedUnit>, code: string): NamedUnit[] {
  const found = index.byCode.get(code.toLowerCase()) ?? [];
  if (found.length > 0 || !/^[1-9]\d{0,3}$/.test(code)) return found;
  return [1, 2, 3, 4].flatMap((zeros) => index.byCode.get('0'.repeat(zeros) + code) ?? []);
}

function isCalled(unit: NamedUnit, name: string): boolean {
  return [unit.name, unit.name.replace(designation, '')].some(
    (own) => foldForMatch(own) === foldForMatch(name) || toSearchKey(own) === toSearchKey(name),
  );
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isRecordId(text: string): boolean {
  return uuidShape.test(text.trim());
}

/** The record that a text names; one of the own unit before others. undefined: there is none. */
export function matchRecord(
  index: NameIndex<NamedRecord>,
  text: string,
  unitId: number | undefined,
): NamedRecord | CellRefusal | undefined {
  const { name, code } = splitCode(text);
  const named = listNamed(index, name).found;
  const found = code === undefined ? named : named.filter((record) => record.code.toLowerCase() === code.toLowerCase());
  const meant = narrow(found, (record) => record.unitId === unitId);
  if (meant.length <= 1) return meant[0];
  const isOneUnit = new Set(meant.map((record) => record.unitId)).size < meant.length;
  const candidates = sayCandidates(meant, (record) => (isOneUnit ? record.id : `${record.name} [${record.code}]`));
  return { code: 'cell.record_ambiguous', params: { text: shorten(name), count: meant.length, candidates } };
}
