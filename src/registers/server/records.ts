import { sql } from 'kysely';
import { type AuditedAct, recordAudits } from '#platform/audit/audit.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { listObserved, type Register, toColumn, type Values } from '../declaration.ts';
import type { RecordVersion, RegisterRecord } from '../register.contract.ts';
import { findDuplicates } from './duplicates.ts';
import { getRecord, type StoredRecord } from './record-queries.ts';
import { type CheckedRecord, checkRecords, type FieldBreach, findHolders, type Holder } from './record-checks.ts';
import {
  findLaterObservation,
  insertRows,
  type NewRow,
  putObservations,
  updateRow,
  updateRows,
} from './record-store.ts';
import { numberSeries } from './series.ts';

type Act = RecordVersion['act'];

/** Enters a record. Where the unit has one that agrees in what tells deeds apart, it is entered only when that is accepted. */
export async function registerRecord(
  tx: Tx,
  actor: Actor,
  register: Register,
  input: { unitId: number; values: Values; acceptDuplicate?: boolean },
): Promise<RegisterRecord> {
  await requirePlace(tx, actor, register.permissions.write, input.unitId);
  const holders = await findHolders(tx, [input.unitId]);
  requireSound(await checkRecord(tx, register, input, holders));
  if (!input.acceptDuplicate) {
    const [duplicate] = await findDuplicates(tx, register, [input]);
    if (duplicate) throw new Problem('record.duplicate', { ...duplicate });
  }
  const [row] = await registerRecords(tx, actor, register, [input], holders);
  return (await getRecord(tx, register, row!.id)).record;
}

/**
 * Enters records that were found sound, in the place of the actor, in a handful of statements however many they are. id:
 * where another record of the same act refers to it.
 */
export async function registerRecords(
  tx: Tx,
  actor: Actor,
  register: Register,
  inputs: readonly { unitId: number; values: Values; id?: string }[],
  holders: Map<number, Holder>,
): Promise<NewRow[]> {
  const numbered = await numberSeries(tx, register, inputs);
  const rows = await insertRows(tx, register, numbered, holders);
  await keepVersions(
    tx,
    actor,
    register,
    rows.map((row) => ({
      ...row,
      version: 1,
      act: 'registered' as const,
      content: { ...row.values, voidReason: null },
      changes: changesBetween(register, {}, row.values),
    })),
  );
  return rows;
}

/** Changes a record; where nothing differs, no version is written. */
export async function correctRecord(
  tx: Tx,
  actor: Actor,
  register: Register,
  id: string,
  input: { version: number; values: Values },
): Promise<RegisterRecord> {
  const before = await openForChange(tx, actor, register, id, input.version);
  if (before.record.voidReason !== null) throw new Problem('record.void');
  const unitId = before.record.unit.id;
  const holders = await findHolders(tx, [unitId]);
  requireSound(
    await checkRecord(tx, register, { unitId, values: input.values, before: before.record.values }, holders),
  );
  const [{ values } = input] = await numberSeries(tx, register, [{ unitId, values: input.values }]);
  const changed = Object.keys(register.fields).filter((name) => !isSame(values[name], before.record.values[name]));
  if (changed.length === 0) return before.record;
  return changeRecord(
    tx,
    actor,
    register,
    before,
    'corrected',
    Object.fromEntries(changed.map((name) => [name, values[name]!])),
  );
}

/**
 * Changes records that were found sound, as `correctRecord` does one, in a handful of statements. Where the observed day
 * moves on, the change is an observation and what stood until then stays. Answers false, having changed some, where one
 * is no longer as it was read: the caller's transaction must not be kept then.
 */
export async function correctRecords(
  tx: Tx,
  actor: Actor,
  register: Register,
  changes: readonly { before: RegisterRecord; provinceId: number; values: Values }[],
): Promise<boolean> {
  if (changes.length === 0) return true;
  const numbered = await numberSeries(
    tx,
    register,
    changes.map((change) => ({ ...change, unitId: change.before.unit.id })),
  );
  const rows = numbered.map(({ before, provinceId, unitId, values }) => ({
    provinceId,
    unitId,
    values,
    id: before.id,
    version: before.version,
    act: isObservedLater(register, before.values, values) ? ('observed' as const) : ('corrected' as const),
    before,
  }));
  if ((await updateRows(tx, register, rows)).size < rows.length) return false;
  const { observedOnField } = register;
  if (observedOnField !== undefined) {
    const replaced = rows.filter(({ act }) => act === 'corrected');
    const days = replaced.map((row) => [row.id, String(row.before.values[observedOnField])] as const);
    await putObservations(tx, register, rows, new Map(days));
    await requireLatest(tx, register, rows);
  }
  await keepVersions(
    tx,
    actor,
    register,
    rows.map((row) => {
      const content = { ...row.values, voidReason: null };
      const { before, ...version } = row;
      return {
        ...version,
        version: row.version + 1,
        content,
        changes: changesBetween(register, contentOf(before), content),
      };
    }),
  );
  return true;
}

function isObservedLater({ observedOnField }: Register, before: Values, after: Values): boolean {
  return observedOnField !== undefined && String(after[observedOnField]) > String(before[observedOnField]);
}

/** A record shows what was observed of it last: a correction does not put its day before an earlier observation. */
async function requireLatest(
  tx: Tx,
  register: Register,
  rows: readonly { id: string; provinceId: number; values: Values }[],
): Promise<void> {
  const { observedOnField } = register;
  const later = await findLaterObservation(tx, register, rows);
  if (later === undefined) return;
  const params = { day: later.split('-').toReversed().join('/') };
  throw new Problem('input.invalid', {}, [
    { path: `values.${observedOnField}`, code: 'record.observed_before', params },
  ]);
}

/** Notes how the observed fields stand from a later day on; what stood until then stays an observation of its own. */
export async function observeRecord(
  tx: Tx,
  actor: Actor,
  register: Register,
  id: string,
  input: { version: number; observedOn: string; values: Values },
): Promise<RegisterRecord> {
  const { observedOnField } = register;
  if (observedOnField === undefined) throw new Problem('request.unknown_place');
  const before = await openForChange(tx, actor, register, id, input.version);
  if (before.record.voidReason !== null) throw new Problem('record.void');
  const last = String(before.record.values[observedOnField]);
  if (input.observedOn <= last) {
    const params = { day: last.split('-').toReversed().join('/') };
    throw new Problem('input.invalid', {}, [{ path: 'observedOn', code: 'record.observed_before', params }]);
  }
  const values = { ...before.record.values, ...input.values, [observedOnField]: input.observedOn };
  const unitId = before.record.unit.id;
  const holders = await findHolders(tx, [unitId]);
  const breaches = await checkRecord(tx, register, { unitId, values, before: before.record.values }, holders);
  requireSound(
    breaches.map((breach) =>
      breach.path === `values.${observedOnField}` ? { ...breach, path: 'observedOn' } : breach,
    ),
  );
  return changeRecord(tx, actor, register, before, 'observed', {
    ...input.values,
    [observedOnField]: input.observedOn,
  });
}

export async function voidRecord(
  tx: Tx,
  actor: Actor,
  register: Register,
  id: string,
  input: { version: number; reason: string },
): Promise<RegisterRecord> {
  const before = await openForChange(tx, actor, register, id, input.version);
  if (before.record.voidReason !== null) throw new Problem('record.void');
  return changeRecord(tx, actor, register, before, 'voided', { voidReason: input.reason });
}

export async function restoreRecord(
  tx: Tx,
  actor: Actor,
  register: Register,
  id: string,
  input: { version: number },
): Promise<RegisterRecord> {
  const before = await openForChange(tx, actor, register, id, input.version);
  if (before.record.voidReason === null) throw new Problem('record.not_void');
  return changeRecord(tx, actor, register, before, 'restored', { voidReason: null });
}

async function openForChange(
  tx: Tx,
  actor: Actor,
  register: Register,
  id: string,
  version: number,
): Promise<StoredRecord> {
  const stored = await getRecord(tx, register, id);
  await requirePlace(tx, actor, register.permissions.write, stored.record.unit.id);
  if (stored.record.version !== version) throw new Problem('request.stale', { current: stored.record });
  return stored;
}

async function changeRecord(
  tx: Tx,
  actor: Actor,
  register: Register,
  before: StoredRecord,
  act: Act,
  changed: Values,
): Promise<RegisterRecord> {
  const { id, version } = before.record;
  // The version is compared once more: another act may have been committed since the record was read.
  const isKept = await updateRow(tx, register, { provinceId: before.provinceId, id, version }, changed);
  const after = await getRecord(tx, register, id);
  if (!isKept) throw new Problem('request.stale', { current: after.record });
  const { observedOnField } = register;
  if (observedOnField !== undefined && [observedOnField, ...listObserved(register)].some((name) => name in changed)) {
    // What is observed on a later day leaves the earlier observation as it is; a correction takes its place.
    const replaced = act === 'corrected' ? [[id, String(before.record.values[observedOnField])] as const] : [];
    const row = { ...after, id, unitId: after.record.unit.id, values: after.record.values };
    await putObservations(tx, register, [row], new Map(replaced));
    await requireLatest(tx, register, [row]);
  }
  const content = contentOf(after.record);
  const written = {
    id,
    provinceId: after.provinceId,
    unitId: after.record.unit.id,
    version: after.record.version,
    act,
    content,
  };
  await keepVersions(tx, actor, register, [
    { ...written, changes: changesBetween(register, contentOf(before.record), content) },
  ]);
  return after.record;
}

type KeptVersion = {
  provinceId: number;
  id: string;
  unitId: number;
  version: number;
  act: Act;
  content: Values;
  changes: AuditedAct['changes'];
};

/** The records as they now stand become versions, and the acts lines of the audit. */
async function keepVersions(tx: Tx, actor: Actor, register: Register, versions: KeptVersion[]): Promise<void> {
  await sql`
    insert into record_versions (province_id, register, record_id, version, unit_id, act, content, account_id, at)
    select v."provinceId", ${register.name}, v.id, v.version, v."unitId", v.act, v.content, ${actor.accountId},
      ${register.byTheHour ? sql`date_trunc('hour', now())` : sql`now()`}
    from jsonb_to_recordset(${JSON.stringify(versions)}::jsonb)
      as v("provinceId" integer, id uuid, version integer, "unitId" integer, act text, content jsonb)`.execute(tx);
  const subjectKind = toColumn(register.one).slice(1);
  await recordAudits(
    tx,
    actor,
    versions.map(({ id, unitId, provinceId, act, changes }) => ({
      act: `${subjectKind}.${act}`,
      subjectKind,
      subjectId: id,
      unitId,
      provinceId,
      changes,
      byTheHour: register.byTheHour,
    })),
  );
}

function contentOf(record: RegisterRecord): Values {
  return { ...record.values, voidReason: record.voidReason };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

/** Names and values of what changed; of free words only that they did, for a person may be named in them (DESIGN law 11). */
function changesBetween(
  register: Register,
  before: Values,
  after: Values,
): Record<string, { from: unknown; to: unknown }> {
  const changed = Object.keys(after).filter((name) => !isSame(before[name], after[name]));
  const told = (name: string, value: unknown): unknown =>
    register.fields[name]?.type === 'text' && value ? '…' : (value ?? null);
  return Object.fromEntries(
    changed.map((name) => [name, { from: told(name, before[name]), to: told(name, after[name]) }]),
  );
}

async function checkRecord(
  tx: Tx,
  register: Register,
  record: CheckedRecord,
  holders: Map<number, Holder>,
): Promise<FieldBreach[]> {
  return (await checkRecords(tx, register, [record], holders))[0]!;
}

function requireSound(breaches: FieldBreach[]): void {
  if (breaches.length > 0) throw new Problem('input.invalid', {}, breaches);
}
