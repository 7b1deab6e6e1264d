import { recordAudit, recordAudits } from '#platform/audit/audit.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { cleanText } from '#platform/typed-values.rules.ts';
import {
  addedKinds,
  type CellRefusal,
  openJudge,
  type Surroundings,
  type UnitCell,
  type UnitDraft,
} from '../added-units.rules.ts';
import type { Unit } from '../units.contract.ts';
import {
  endAddedUnit,
  findStoredUnit,
  findUnitAbove,
  insertAddedUnits,
  listTakenCodes,
  listUnitsBelow,
  reopenAddedUnit,
  type StoredUnit,
  updateAddedUnit,
} from './added-unit-store.ts';
import { getUnitById } from './queries.ts';

type Described = { name: string; validFrom: string; legalBasis: string | null; similarConfirmed: boolean };

export async function addUnit(
  tx: Tx,
  actor: Actor,
  input: Described & Pick<UnitDraft, 'kind' | 'parentId' | 'code'>,
): Promise<Unit> {
  await requirePlace(tx, actor, 'unit.manage', input.parentId);
  const { kind, parentId, code, validFrom, legalBasis } = input;
  const draft = { kind, parentId, code, validFrom, legalBasis, nameVi: cleanText(input.name) };
  const codes = code === null ? [] : [code];
  const surroundings = await readSurroundings(tx, { parentId, codes, openOnly: true });
  requireSound(draft, surroundings, input.similarConfirmed);
  const [id] = await addUnits(tx, actor, [draft]);
  return getUnitById(tx, id!);
}

/**
 * Adds units that were judged new, with an audit line each; answers their ids in the order given. Whole or nothing: the
 * database refuses one that lies outside the actor's place or below a unit that has ended meanwhile.
 */
export async function addUnits(tx: Tx, actor: Actor, drafts: readonly UnitDraft[]): Promise<number[]> {
  const added = await insertAddedUnits(tx, drafts);
  await recordAudits(
    tx,
    actor,
    added.map(({ id, provinceId, code }, index) => ({
      act: 'unit.added',
      subjectKind: 'unit',
      subjectId: String(id),
      unitId: id,
      provinceId,
      changes: { kind: drafts[index]!.kind, code, name: drafts[index]!.nameVi, validFrom: drafts[index]!.validFrom }, // one draft a unit
    })),
  );
  return added.map(({ id }) => id);
}

/** Corrects name, first day and legal basis of an added unit; where nothing differs, nothing is written. */
export async function correctUnit(
  tx: Tx,
  actor: Actor,
  id: number,
  input: Described & { version: number },
): Promise<Unit> {
  const before = await openAddedUnit(tx, actor, id, input.version);
  const { validFrom, legalBasis } = input;
  const after = { nameVi: cleanText(input.name), validFrom, legalBasis };
  const fields = (['nameVi', 'validFrom', 'legalBasis'] as const).filter((field) => before[field] !== after[field]);
  if (fields.length === 0) return getUnitById(tx, id);
  if (before.validTo !== null && validFrom >= before.validTo) throw new Problem('unit.end_day');
  const surroundings = await readSurroundings(tx, { parentId: before.parentId, codes: [], openOnly: false });
  // The name of an ended unit stands in nobody's way.
  const others = before.validTo === null ? surroundings.below.filter((unit) => unit.id !== id) : [];
  // Who changes the date or the basis alone was asked about the name before.
  const confirmed = input.similarConfirmed || !fields.includes('nameVi');
  requireSound({ ...before, ...after, code: null }, { ...surroundings, below: others }, confirmed);
  if (!(await updateAddedUnit(tx, before, after))) await refuseStale(tx, id);
  const changes = Object.fromEntries(fields.map((field) => [field, { from: before[field], to: after[field] }]));
  await recordUnitAct(tx, actor, before, 'unit.corrected', changes);
  return getUnitById(tx, id);
}

/** Ends an added unit; day is the first on which it no longer exists. */
export async function endUnit(
  tx: Tx,
  actor: Actor,
  id: number,
  input: { version: number; day: string; reason: string },
): Promise<Unit> {
  const before = await openAddedUnit(tx, actor, id, input.version);
  if (before.validTo !== null) throw new Problem('unit.ended_before');
  if (!(await endAddedUnit(tx, before, input.day, input.reason))) await refuseStale(tx, id);
  await recordUnitAct(tx, actor, before, 'unit.ended', { day: input.day, reason: input.reason });
  return getUnitById(tx, id);
}

export async function reopenUnit(tx: Tx, actor: Actor, id: number, input: { version: number }): Promise<Unit> {
  const before = await openAddedUnit(tx, actor, id, input.version);
  if (before.validTo === null) throw new Problem('unit.not_ended');
  if (!(await reopenAddedUnit(tx, before))) await refuseStale(tx, id);
  await recordUnitAct(tx, actor, before, 'unit.reopened', { validTo: { from: before.validTo, to: null } });
  return getUnitById(tx, id);
}

/** The right to change a unit is asked at the unit above it, as the right to add one there. */
async function openAddedUnit(tx: Tx, actor: Actor, id: number, version: number): Promise<StoredUnit> {
  const unit = await findStoredUnit(tx, id);
  if (unit === undefined) throw new Problem('request.not_found');
  if (unit.source !== 'administrator' || !addedKinds.includes(unit.kind)) throw new Problem('unit.official');
  await requirePlace(tx, actor, 'unit.manage', unit.parentId);
  if (unit.version !== version) await refuseStale(tx, id);
  return unit;
}

async function refuseStale(tx: Tx, id: number): Promise<never> {
  const { nameVi, validFrom, legalBasis, version } = (await findStoredUnit(tx, id))!; // just found
  throw new Problem('request.stale', { current: { name: nameVi, validFrom, legalBasis, version } });
}

async function readSurroundings(
  tx: Tx,
  { parentId, codes, openOnly }: { parentId: number; codes: string[]; openOnly: boolean },
): Promise<Surroundings> {
  const above = await findUnitAbove(tx, parentId, { openOnly });
  return {
    above: above === undefined ? [] : [above],
    below: await listUnitsBelow(tx, [parentId]),
    takenCodes: await listTakenCodes(tx, codes),
    today: vietnamDay(new Date()),
  };
}

const pathOfCell: Record<UnitCell, string> = {
  kind: 'kind',
  name: 'name',
  parent: 'parentId',
  validFrom: 'validFrom',
  code: 'code',
  legalBasis: 'legalBasis',
};

function requireSound(draft: UnitDraft, surroundings: Surroundings, similarConfirmed: boolean): void {
  const judgement = openJudge(surroundings)(draft);
  if (judgement.state === 'refused') throw toProblem(judgement.refusals);
  if (judgement.state === 'present') {
    const { nameVi, code } = judgement.unit;
    throw toProblem([{ cell: 'name', code: 'unit.name_taken', params: { name: nameVi, code } }]);
  }
  if (judgement.similarTo.length > 0 && !similarConfirmed) {
    throw new Problem('unit.similar', { names: judgement.similarTo.join(', ') });
  }
}

function toProblem(refusals: readonly CellRefusal[]): Problem {
  return new Problem(
    'input.invalid',
    {},
    refusals.map(({ cell, code, params }) => ({ path: pathOfCell[cell], code, params })),
  );
}

function recordUnitAct(
  tx: Tx,
  actor: Actor,
  { id, provinceId }: StoredUnit,
  act: string,
  changes: Record<string, unknown>,
): Promise<void> {
  return recordAudit(tx, actor, { act, subjectKind: 'unit', subjectId: String(id), unitId: id, provinceId, changes });
}
