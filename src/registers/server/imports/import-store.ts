import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Register, UnitRef } from '../../declaration.ts';
import type { ImportCounts, ImportProgress } from '../../imports.contract.ts';

/** Keys of files on their way in: imports/<year>/<month>/<day>/<random>.<extension>. */
export const importsPrefix = 'imports/';

export type StoredImport = {
  provinceId: number;
  id: string;
  unit: UnitRef;
  fileKey: string;
  sha256: string;
  state: ImportProgress['state'];
  checkedRows: number;
  totalRows: number;
  outcome: ImportCounts | null;
};

/** The import of the one who asks; row security shows nobody else's. */
export async function getImport(db: Db, register: Register, id: string): Promise<StoredImport> {
  const { rows } = await sql<StoredImport>`
    select i.province_id, i.id, i.file_key, i.sha256, i.state, i.checked_rows, i.total_rows, i.outcome,
      json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) as unit
    from imports i join units u on u.id = i.unit_id
    where i.id = ${id} and i.register = ${register.name}`.execute(db);
  if (!rows[0]) throw new Problem('request.not_found');
  return rows[0];
}

/** The same, held until the transaction ends: two who confirm at once wait for each other. */
export async function lockImport(tx: Tx, register: Register, id: string): Promise<StoredImport> {
  const { provinceId } = await getImport(tx, register, id);
  await sql`select from imports where province_id = ${provinceId} and id = ${id} for update`.execute(tx);
  return getImport(tx, register, id);
}

export function toProgress({ id, state, checkedRows, totalRows, outcome }: StoredImport): ImportProgress {
  return { id, state, checkedRows, totalRows, counts: outcome };
}

export async function updateImport(
  tx: Tx,
  { provinceId, id }: StoredImport,
  changes: { state?: StoredImport['state']; checkedRows?: number; totalRows?: number; outcome?: ImportCounts | null },
  options: { confirmedByTheHour?: boolean } = {},
): Promise<void> {
  const { outcome, ...plain } = changes;
  await tx
    .updateTable('imports')
    .set({
      ...plain,
      ...(outcome !== undefined && { outcome: outcome === null ? null : JSON.stringify(outcome) }),
      ...(changes.state === 'confirmed' && {
        confirmedAt: options.confirmedByTheHour ? sql<Date>`date_trunc('hour', now())` : sql<Date>`now()`,
      }),
    })
    .where('provinceId', '=', provinceId)
    .where('id', '=', id)
    .execute();
}

/** When the same account confirmed the very same file before. */
export async function findConfirmedBefore(
  db: Db,
  register: Register,
  { id, sha256 }: StoredImport,
): Promise<Date | undefined> {
  const row = await db
    .selectFrom('imports')
    .select('confirmedAt')
    .where('register', '=', register.name)
    .where('sha256', '=', sha256)
    .where('state', '=', 'confirmed')
    .where('id', '<>', id)
    .orderBy('confirmedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.confirmedAt ?? undefined;
}
