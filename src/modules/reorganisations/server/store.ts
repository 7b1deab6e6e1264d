import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '#platform/database/database.ts';
import type { ReorganisationHead, ReorganisationInput, ReorganisationState } from '../reorganisations.contract.ts';
import {
  idOfRef,
  type PlanLines,
  type Ref,
  type Standing,
  type StandingUnit,
  toRef,
} from '../reorganisations.rules.ts';

/** A reorganisation as it is kept, with the names of the people who acted. */
export type StoredReorganisation = ReorganisationHead & {
  version: number;
  addedBy: string;
  addedByName: string;
  addedAt: string;
  changedBy: string;
  changedByName: string;
  changedAt: string;
  confirmedBy: string | null;
  confirmedByName: string | null;
  confirmedAt: string | null;
  withdrawnByName: string | null;
  withdrawnAt: string | null;
  withdrawReason: string | null;
  appliedAt: string | null;
};

const instant = (column: string): RawBuilder<string> =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

/** Columns of `reorganisations r`. */
const head = sql`r.id, r.state, r.title, r.document_number, r.document_date, r.issuer, r.takes_effect_on,
  r.confirmed_by is not null as is_confirmed,
  (select count(*)::int from reorganisation_lines l where l.reorganisation_id = r.id and l.act = 'end') as ended_count,
  (select count(*)::int from reorganisation_lines l where l.reorganisation_id = r.id and l.act = 'found') as founded_count`;

export async function listHeads(db: Db, state: ReorganisationState | undefined): Promise<ReorganisationHead[]> {
  const { rows } = await sql<ReorganisationHead>`
    select ${head} from reorganisations r where ${state ?? null}::text is null or r.state = ${state ?? null}
    order by r.state <> 'planned', r.takes_effect_on desc, r.id desc`.execute(db);
  return rows;
}

export async function findReorganisation(db: Db, id: number): Promise<StoredReorganisation | undefined> {
  const { rows } = await sql<StoredReorganisation>`
    select ${head}, r.version, r.added_by, a.display_name as added_by_name, ${instant('r.added_at')} as added_at,
      r.changed_by, c.display_name as changed_by_name, ${instant('r.changed_at')} as changed_at,
      r.confirmed_by, f.display_name as confirmed_by_name, ${instant('r.confirmed_at')} as confirmed_at,
      w.display_name as withdrawn_by_name, ${instant('r.withdrawn_at')} as withdrawn_at, r.withdraw_reason,
      ${instant('r.applied_at')} as applied_at
    from reorganisations r join accounts a on a.id = r.added_by join accounts c on c.id = r.changed_by
    left join accounts f on f.id = r.confirmed_by left join accounts w on w.id = r.withdrawn_by
    where r.id = ${id}`.execute(db);
  return rows[0];
}

type Line = {
  act: 'end' | 'found' | 'follow' | 'move';
  fromId: number | null;
  toId: number | null;
  toRef: string | null;
  ref: string | null;
  kind: PlanLines['founded'][number]['kind'] | null;
  code: string | null;
  nameVi: string | null;
  nameEn: string | null;
  extent: PlanLines['successions'][number]['extent'] | null;
  note: string | null;
  madeId: number | null;
};

/** The lines of a reorganisation as they were entered, and the units that its founded lines made. */
export async function readLines(
  db: Db,
  id: number,
): Promise<{ lines: ReorganisationLines; made: { ref: string; unitId: number }[] }> {
  const { rows } = await sql<Line>`
    select act, from_id, to_id, to_ref, ref, kind, code, name_vi, name_en, extent, note, made_id
    from reorganisation_lines where reorganisation_id = ${id} order by place`.execute(db);
  // The shape of each act is checked by the table.
  const to = (line: Line): Ref => (line.toId === null ? line.toRef! : toRef(line.toId));
  const of = (act: Line['act']) => rows.filter((line) => line.act === act);
  return {
    lines: {
      ended: of('end').map((line) => line.fromId!),
      founded: of('found').map((line) => ({
        ref: line.ref!,
        kind: line.kind!,
        code: line.code,
        nameVi: line.nameVi!,
        nameEn: line.nameEn,
        parent: to(line),
      })),
      successions: of('follow').map((line) => ({
        from: line.fromId!,
        to: to(line),
        extent: line.extent!,
        note: line.note,
      })),
      moved: of('move').map((line) => ({ unitId: line.fromId!, to: to(line) })),
    },
    made: rows.flatMap(({ ref, madeId }) => (ref !== null && madeId !== null ? [{ ref, unitId: madeId }] : [])),
  };
}

export type ReorganisationLines = Pick<ReorganisationInput, 'ended' | 'founded' | 'successions' | 'moved'>;

/** Keeps a new plan (no key) or a changed one; undefined where it has another version by now. */
export async function keepReorganisation(
  tx: Tx,
  input: ReorganisationInput,
  key?: { id: number; version: number },
): Promise<number | undefined> {
  const to = (ref: Ref) => ({ to_id: idOfRef(ref) ?? null, to_ref: idOfRef(ref) === undefined ? ref : null });
  const lines = [
    ...input.ended.map((id) => ({ act: 'end', from_id: id })),
    ...input.founded.map(({ ref, kind, code, nameVi, nameEn, parent }) => ({
      act: 'found',
      ref,
      kind,
      code,
      name_vi: nameVi,
      name_en: nameEn,
      ...to(parent),
    })),
    ...input.successions.map(({ from, to: ref, extent, note }) => ({
      act: 'follow',
      from_id: from,
      extent,
      note,
      ...to(ref),
    })),
    ...input.moved.map(({ unitId, to: ref }) => ({ act: 'move', from_id: unitId, ...to(ref) })),
  ];
  const described = {
    title: input.title,
    document_number: input.documentNumber,
    document_date: input.documentDate,
    issuer: input.issuer,
    takes_effect_on: input.takesEffectOn,
  };
  const { rows } = await sql<{ id: number | null }>`
    select keep_reorganisation(${key?.id ?? null}, ${key?.version ?? null}, ${JSON.stringify(described)}::jsonb,
      ${JSON.stringify(lines)}::jsonb) as id`.execute(tx);
  return rows[0]?.id ?? undefined;
}

export async function confirmPlan(tx: Tx, key: { id: number; version: number }): Promise<boolean> {
  return isDone(tx, sql`confirm_reorganisation(${key.id}, ${key.version})`);
}

export async function withdrawPlan(tx: Tx, key: { id: number; version: number }, reason: string): Promise<boolean> {
  return isDone(tx, sql`withdraw_reorganisation(${key.id}, ${key.version}, ${reason})`);
}

async function isDone(tx: Tx, call: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`select ${call} as done`.execute(tx);
  return rows[0]?.done ?? false;
}

/** All units and successions as they stand. */
export async function readStanding(db: Db): Promise<Standing> {
  const units = await sql<StandingUnit>`
    select id, kind, code, code_origin, name_vi, name_en, parent_id, valid_from, valid_to from units order by id`.execute(
    db,
  );
  const successions = await sql<Standing['successions'][number]>`
    select from_unit_id, to_unit_id, extent, takes_effect_on from successions order by id`.execute(db);
  return { units: units.rows, successions: successions.rows };
}

/** Units that another planned reorganisation ends or moves, of those asked. */
export async function findOtherPlan(
  db: Db,
  unitIds: readonly number[],
  exceptId: number | undefined,
): Promise<{ unitId: number; name: string; title: string } | undefined> {
  const { rows } = await sql<{ unitId: number; name: string; title: string }>`
    select u.id as unit_id, u.name_vi as name, r.title from reorganisation_lines l
    join reorganisations r on r.id = l.reorganisation_id and r.state = 'planned'
    join units u on u.id = l.from_id
    where l.act in ('end', 'move') and l.from_id = any (${[...unitIds]}::int[])
      and r.id is distinct from ${exceptId ?? null}::int
    order by u.id limit 1`.execute(db);
  return rows[0];
}
