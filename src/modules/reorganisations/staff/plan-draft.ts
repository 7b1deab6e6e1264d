import type { NamedUnit, Reorganisation, ReorganisationInput } from '../reorganisations.contract.ts';
import { type FoundedKind, idOfRef, type Ref, toRef } from '../reorganisations.rules.ts';

// A reorganisation as people write it: each receiving unit with what it is made of. The server takes lines.

/** How much of a former unit passes over, and whether that unit ends. */
export const parts = ['whole', 'partEnds', 'partStays', 'unverified'] as const;
export type Part = (typeof parts)[number];

/** A unit that exists, or the key of a receiver that the plan founds. */
export type Target = { unit: NamedUnit } | { key: number };

export type Source = { key: number; unit: NamedUnit | null; part: Part };
export type Receiver = {
  key: number;
  /** found = a new unit; take = a present one. */
  act: 'found' | 'take';
  unit: NamedUnit | null;
  kind: FoundedKind;
  nameVi: string;
  code: string;
  parent: Target | null;
  sources: Source[];
};
export type Move = { key: number; unit: NamedUnit | null; to: Target | null };

export type Draft = {
  title: string;
  documentNumber: string;
  documentDate: string | null;
  issuer: string;
  takesEffectOn: string | null;
  receivers: Receiver[];
  moves: Move[];
};

let lastKey = 0;
const nextKey = (): number => ++lastKey;

export function aSource(unit: NamedUnit | null = null, part: Part = 'whole'): Source {
  return { key: nextKey(), unit, part };
}

export function aReceiver(act: Receiver['act'], more: Partial<Receiver> = {}): Receiver {
  const empty = { unit: null, kind: 'commune' as const, nameVi: '', code: '', parent: null, sources: [aSource()] };
  return { key: nextKey(), act, ...empty, ...more };
}

export function aMove(unit: NamedUnit | null = null): Move {
  return { key: nextKey(), unit, to: null };
}

export function emptyDraft(): Draft {
  return {
    title: '',
    documentNumber: '',
    documentDate: null,
    issuer: '',
    takesEffectOn: null,
    receivers: [],
    moves: [],
  };
}

function refOf(receiver: Pick<Receiver, 'key'>): Ref {
  return `n${receiver.key}`;
}

/** What is sent, and the place on screen of each of its fields. */
export type Written = { input: ReorganisationInput; placeOf: (path: string) => string };

/** Empty pickers become 0 or an empty ref, which the server refuses at its field. */
export function writeDraft(draft: Draft): Written {
  const founded = draft.receivers.filter((one) => one.act === 'found');
  const refTo = (target: Target | null): Ref =>
    target === null ? '' : 'unit' in target ? toRef(target.unit.id) : refOf(target);
  const rows = draft.receivers.flatMap((receiver) => receiver.sources.map((source) => ({ receiver, source })));
  const ended = [
    ...new Set(rows.filter(({ source }) => source.part !== 'partStays').map(({ source }) => source.unit?.id ?? 0)),
  ].filter((id) => id !== 0);
  const input: ReorganisationInput = {
    title: draft.title,
    documentNumber: draft.documentNumber,
    documentDate: draft.documentDate ?? '',
    issuer: draft.issuer,
    takesEffectOn: draft.takesEffectOn ?? '',
    ended,
    founded: founded.map((one) => ({
      ref: refOf(one),
      kind: one.kind,
      code: one.code.trim() || null,
      nameVi: one.nameVi,
      nameEn: null,
      parent: refTo(one.parent),
    })),
    successions: rows.map(({ receiver, source }) => ({
      from: source.unit?.id ?? 0,
      to: receiver.act === 'found' ? refOf(receiver) : receiver.unit === null ? '' : toRef(receiver.unit.id),
      extent: source.part === 'partEnds' || source.part === 'partStays' ? 'part' : source.part,
      note: null,
    })),
    moved: draft.moves.map(({ unit, to }) => ({ unitId: unit?.id ?? 0, to: refTo(to) })),
  };
  const placeOf = (path: string): string => {
    const [list = '', index = '', field = ''] = path.split('.');
    const at = Number(index);
    if (list === 'founded') return `receiver ${founded[at]?.key} ${field || 'nameVi'}`;
    if (
      list === 'successions' &&
      field === 'to' &&
      rows[at]?.receiver.act === 'take' &&
      input.successions[at]?.to === ''
    )
      return `receiver ${rows[at].receiver.key} unit`;
    if (list === 'successions') return `source ${rows[at]?.source.key}`;
    if (list === 'ended' && index !== '') {
      const row = rows.find(({ source }) => source.unit?.id === ended[at]);
      return `source ${row?.source.key}`;
    }
    if (list === 'moved' && index !== '') return `move ${draft.moves[at]?.key} ${field || 'to'}`;
    return path;
  };
  return { input, placeOf };
}

/** A kept plan as people write it. */
export function readDraft(plan: Reorganisation): Draft {
  const units = new Map(plan.units.map((unit) => [unit.id, unit]));
  const ended = new Set(plan.lines.ended);
  const receivers = new Map<Ref, Receiver>();
  for (const { ref, kind, code, nameVi } of plan.lines.founded) {
    receivers.set(ref, aReceiver('found', { kind, nameVi, code: code ?? '', sources: [] }));
  }
  const targetOf = (ref: Ref): Target | null => {
    const unit = units.get(idOfRef(ref) ?? 0);
    const receiver = receivers.get(ref);
    return unit ? { unit } : receiver ? { key: receiver.key } : null;
  };
  for (const { ref, parent } of plan.lines.founded) receivers.get(ref)!.parent = targetOf(parent); // just put there
  for (const { from, to, extent } of plan.lines.successions) {
    const unit = units.get(idOfRef(to) ?? 0) ?? null;
    const receiver = receivers.get(to) ?? aReceiver('take', { unit, sources: [] });
    receivers.set(to, receiver);
    const part = extent === 'part' ? (ended.has(from) ? 'partEnds' : 'partStays') : extent;
    receiver.sources.push(aSource(units.get(from) ?? null, part));
  }
  return {
    title: plan.title,
    documentNumber: plan.documentNumber,
    documentDate: plan.documentDate,
    issuer: plan.issuer,
    takesEffectOn: plan.takesEffectOn,
    receivers: [...receivers.values()],
    moves: plan.lines.moved.map(({ unitId, to }) => ({ ...aMove(units.get(unitId)), to: targetOf(to) })),
  };
}

export type PastedRow = { line: string; from: string; part: Part; to: string };

/** Reads a pasted table: code of the former unit, part, receiving unit. Lines that do not fit are answered apart. */
export function readPasted(text: string): { rows: PastedRow[]; unread: string[] } {
  const lines = text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const read = lines.map((line) => {
    const [from = '', partText = '', to = ''] = line.split(/[\t;]/u).map((cell) => cell.trim());
    const part = readPart(partText);
    return from !== '' && to !== '' && part !== undefined ? { line, from, part, to } : line;
  });
  return {
    rows: read.filter((row) => typeof row !== 'string'),
    unread: read.filter((row) => typeof row === 'string'),
  };
}

function readPart(text: string): Part | undefined {
  const plain = text.toLowerCase().normalize('NFC');
  if (plain === '' || plain.startsWith('toàn')) return 'whole';
  if (plain.includes('còn')) return 'partStays';
  if (plain.startsWith('một phần')) return 'partEnds';
  return plain.startsWith('chưa rõ') ? 'unverified' : undefined;
}
