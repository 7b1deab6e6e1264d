import { CamelCasePlugin, Kysely, type LogEvent, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { PlanningClient } from './planning-client.ts';
import type { DB } from './schema.ts';

export type Database = DB;

/** A handle for reading. A `Tx` is accepted wherever a `Db` is asked. */
export type Db = Kysely<Database>;

/** A handle inside a transaction; every function that writes takes it first. */
export type Tx = Transaction<Database>;

export const schemaName = 'binhyen';

// Dates stay calendar days and numerics stay exact: both cross the house as strings.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, (value) => value);
pg.types.setTypeParser(pg.types.builtins.INT8, (value) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error('an integer of the database exceeds 2^53');
  return number;
});

/** Opens a pool on a PostgreSQL address; every connection works in the house's own schema. */
export function openPool(url: string, options: { max?: number; name?: string } = {}): pg.Pool {
  const pool = new pg.Pool({
    Client: PlanningClient,
    connectionString: url,
    max: options.max ?? 12,
    application_name: options.name ?? 'binhyen',
    options: `-c search_path=${schemaName},public -c timezone=UTC`,
    connectionTimeoutMillis: 10_000,
  });
  // A connection that is cut between two statements of a transaction says so when nobody asks; the next statement on it
  // fails. Without a listener Node would end the whole process.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

/** A Kysely handle over a pool; snake_case in the database, camelCase in the code. */
export function openDatabase(pool: pg.Pool, onQuery?: (query: string) => void): Db {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    ...(onQuery && {
      log: (event: LogEvent): void => {
        if (event.level === 'query') onQuery(event.query.sql);
      },
    }),
  });
}

/** A Kysely handle over one connection, for acts that also speak to it directly, as COPY does. It is not closed with it. */
export function openDatabaseOn(client: pg.Client): Db {
  const lent = Object.assign(client, { release: () => undefined });
  const pool = { connect: () => Promise.resolve(lent), end: () => Promise.resolve() } as unknown as pg.Pool;
  return openDatabase(pool);
}

/** Lends a handle of the role that owns the schema: it sees everything, as an operator must. */
export async function withOwner<Result>(migrateUrl: string, act: (ownerDb: Db) => Promise<Result>): Promise<Result> {
  const pool = openPool(migrateUrl, { max: 2, name: 'binhyen owner' });
  // A broken idle connection shows itself at the next statement.
  pool.on('error', () => undefined);
  const db = openDatabase(pool);
  try {
    return await act(db);
  } finally {
    await db.destroy();
  }
}

const tokenShape = /^[A-Za-z0-9_-]{43}$/;

/** Tells the database whose session the transaction belongs to; row security derives everything from it. */
export async function enterSession(tx: Tx, token: string | undefined): Promise<void> {
  if (token !== undefined && tokenShape.test(token)) {
    // `set local` takes no parameters; the shape above leaves nothing to escape.
    await sql.raw(`set local app.session = '${token}'`).execute(tx);
  }
}
