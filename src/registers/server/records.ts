import { type RawBuilder, sql } from 'kysely';
import { recordAudit } from '#platform/audit/audit.ts';
import { type Actor, requirePlace } from '#platform/auth/actor.ts';
import type { Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { type RecordVersion, type Register, type RegisterRecord, toColumn, type Values } from '../declaration.ts';
import { getRecord, type StoredRecord } from './record-queries.ts';

type FieldBreach = Problem['fields'][number];
type Act = RecordVersion['act'];
type Holder = { provinceId: number; validFrom: string | null; validTo: string | null };

export async function registerRecord(
  tx: Tx,
  actor: Actor,
  register: Register,
  input: { unitId: number; values: Values },
): Promise<RegisterRecord> {
  await requirePlace(tx, actor, register.permissions.write, input.unitId);
  const holder = await getHolder(tx, input.unitId);
  requireSound([...listBreaches(register, input.values), ...listDayBreaches(register, input.values, holder)]);
  const fields = Object.keys(register.fields);
  const { rows } = await sql<{ id: string }>`
    insert into ${sql.table(register.table)} (province_id, unit_id, ${sql.join(fields.map((name) => sql.id(toColumn(name))))})
    values (${holder.provinceId}, ${input.unitId}, ${sql.join(fields.map((name) => input.values[name] ?? null))})
    returning id`.execute(tx);
  const stored = await getRecord(tx, register, rows[0]!.id);
  await keepVersion(tx, actor, register, stored, 'registered', changesBetween({}, contentOf(stored.record)));
  return stored.record;
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
  const breaches = listBreaches(register, input.values);
  if (input.values[register.dateField] !== before.record.values[register.dateField]) {
    breaches.push(...listDayBreaches(register, input.values, await getHolder(tx, before.record.unit.id)));
  }
  requireSound(breaches);
  const changed = Object.keys(register.fields).filter((name) => input.values[name] !== before.record.values[name]);
  if (changed.length === 0) return before.record;
  const settings = changed.map((name) => sql`${sql.id(toColumn(name))} = ${input.values[name]}`);
  return changeRecord(tx, actor, register, before, 'corrected', settings);
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
  return changeRecord(tx, actor, register, before, 'voided', [sql`void_reason = ${input.reason}`]);
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
  return changeRecord(tx, actor, register, before, 'restored', [sql`void_reason = null`]);
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
  settings: RawBuilder<unknown>[],
): Promise<RegisterRecord> {
  const { id, version } = before.record;
  // The version is compared once more: another act may have been committed since the record was read.
  const { rows } = await sql<{ id: string }>`
    update ${sql.table(register.table)} set ${sql.join(settings)}, version = version + 1
    where province_id = ${before.provinceId} and id = ${id} and version = ${version} returning id`.execute(tx);
  const after = await getRecord(tx, register, id);
  if (rows.length === 0) throw new Problem('request.stale', { current: after.record });
  await keepVersion(tx, actor, register, after, act, changesBetween(contentOf(before.record), contentOf(after.record)));
  return after.record;
}

/** The record as it now stands becomes a version, and the act a line of the audit. */
async function keepVersion(
  tx: Tx,
  actor: Actor,
  register: Register,
  { provinceId, record }: StoredRecord,
  act: Act,
  changes: Record<string, unknown>,
): Promise<void> {
  await tx
    .insertInto('recordVersions')
    .values({
      provinceId,
      register: register.name,
      recordId: record.id,
      version: record.version,
      unitId: record.unit.id,
      act,
      content: JSON.stringify(contentOf(record)),
      accountId: actor.accountId,
      at: register.byTheHour ? sql<Date>`date_trunc('hour', now())` : sql<Date>`now()`,
    })
    .execute();
  const subject = toColumn(register.one).slice(1);
  await recordAudit(tx, actor, {
    act: `${subject}.${act}`,
    subjectKind: subject,
    subjectId: record.id,
    unitId: record.unit.id,
    provinceId,
    changes,
    byTheHour: register.byTheHour,
  });
}

function contentOf(record: RegisterRecord): Values {
  return { ...record.values, voidReason: record.voidReason };
}

function changesBetween(before: Values, after: Values): Record<string, { from: unknown; to: unknown }> {
  const changed = Object.keys(after).filter((name) => (before[name] ?? null) !== after[name]);
  return Object.fromEntries(changed.map((name) => [name, { from: before[name] ?? null, to: after[name] }]));
}

async function getHolder(tx: Tx, unitId: number): Promise<Holder> {
  const holder = await tx
    .selectFrom('units')
    .select(['provinceId', 'validFrom', 'validTo'])
    .where('id', '=', unitId)
    .executeTakeFirst();
  if (!holder) throw new Problem('permission.place');
  return holder;
}

function listBreaches(register: Register, values: Values): FieldBreach[] {
  return register
    .determineBreaches(values, vietnamDay(new Date()))
    .map(({ path, code }) => ({ path: `values.${path}`, code }));
}

/** A record belongs to a unit that existed on the record's day. */
function listDayBreaches(register: Register, values: Values, { validFrom, validTo }: Holder): FieldBreach[] {
  const day = String(values[register.dateField]);
  const path = `values.${register.dateField}`;
  if (validFrom !== null && day < validFrom)
    return [{ path, code: 'record.before_unit', params: { day: toText(validFrom) } }];
  if (validTo !== null && day >= validTo)
    return [{ path, code: 'record.after_unit', params: { day: toText(validTo) } }];
  return [];
}

function toText(day: string): string {
  return day.split('-').toReversed().join('/');
}

function requireSound(breaches: FieldBreach[]): void {
  if (breaches.length > 0) throw new Problem('input.invalid', {}, breaches);
}
