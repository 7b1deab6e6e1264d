import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '#platform/database/database.ts';
import type { AuditLine } from '../audit.contract.ts';
import { fromCursor, toCursor } from './cursors.ts';
import { instantText } from './queries.ts';

export type AuditQuery = {
  act?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  account?: string | undefined;
  after?: string | undefined;
  limit: number;
};

type Row = Omit<AuditLine, 'at' | 'about'> & { at: Date; instant: string };

/** A page of the audit lines that row security lets the reader see, newest first. Days are days in Vietnam. */
export async function listAudit(db: Db, query: AuditQuery): Promise<{ items: AuditLine[]; next: string | null }> {
  const conditions = [sql`true`];
  if (query.act?.endsWith('.')) conditions.push(sql`starts_with(l.act, ${query.act})`);
  else if (query.act !== undefined) conditions.push(sql`l.act = ${query.act}`);
  if (query.from !== undefined)
    conditions.push(sql`l.at >= ${query.from}::date::timestamp at time zone 'Asia/Ho_Chi_Minh'`);
  if (query.to !== undefined)
    conditions.push(sql`l.at < (${query.to}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'`);
  if (query.account !== undefined) conditions.push(sql`l.account_id = ${query.account}`);
  if (query.after !== undefined) {
    const [instant, id] = fromCursor(query.after, z.tuple([instantText, z.uuid()]));
    conditions.push(sql`(l.at, l.id) < (${instant}::timestamptz, ${id}::uuid)`);
  }
  const { rows } = await sql<Row>`
    select l.id, l.at, l.at::text as instant, l.act, l.subject_kind, l.subject_id, l.changes,
      case when u.id is not null then json_build_object('id', u.id, 'code', u.code, 'name', u.name_vi, 'kind', u.kind) end as unit,
      case when a.id is not null then json_build_object('accountId', a.id, 'displayName', a.display_name) end as by
    from audit_lines l left join units u on u.id = l.unit_id left join accounts a on a.id = l.account_id
    where ${sql.join(conditions, sql` and `)}
    order by l.at desc, l.id desc limit ${query.limit + 1}`.execute(db);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const names = await findNames(
    db,
    page.flatMap((row) => accountIdOf(row) ?? []),
  );
  return {
    // The contract's schema leaves `instant` out of the answer.
    items: page.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      about: names.find(({ accountId }) => accountId === accountIdOf(row)) ?? null,
    })),
    next: rows.length > query.limit && last ? toCursor([last.instant, last.id]) : null,
  };
}

function accountIdOf(row: Row): string | undefined {
  const read = z.uuid().safeParse(row.subjectKind === 'account' ? row.subjectId : row.changes.accountId);
  return read.success ? read.data : undefined;
}

async function findNames(db: Db, accountIds: string[]): Promise<{ accountId: string; displayName: string }[]> {
  if (accountIds.length === 0) return [];
  return db.selectFrom('accounts').select(['id as accountId', 'displayName']).where('id', 'in', accountIds).execute();
}
