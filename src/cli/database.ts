import type { Config } from '#platform/config.ts';
import { type Db, openDatabase, openPool } from '#platform/database/database.ts';
import { type EmbeddedConnection, readEmbeddedConnection, startEmbedded } from '#platform/database/embedded.ts';
import { dataDirOf } from '../ground.ts';

export type Addresses = Pick<EmbeddedConnection, 'migrateUrl' | 'runUrl'>;

/**
 * Lends the PostgreSQL that the settings name, or the embedded one of the data folder: beside a server that runs on it,
 * or started for the time of the command.
 */
export async function withAddresses<T>(config: Config, act: (addresses: Addresses) => Promise<T>): Promise<T> {
  if (config.databaseUrl && config.databaseMigrateUrl) {
    return act({ migrateUrl: config.databaseMigrateUrl, runUrl: config.databaseUrl });
  }
  const dataDir = dataDirOf(config);
  const running = await readEmbeddedConnection(dataDir);
  if (running) return act(running);
  const embedded = await startEmbedded({ dataDir });
  try {
    return await act(embedded);
  } finally {
    await embedded.stop();
  }
}

/** Lends a handle of the role that owns the schema: it sees everything, as an operator must. */
export async function withOwner<T>(migrateUrl: string, act: (db: Db) => Promise<T>): Promise<T> {
  const pool = openPool(migrateUrl, { max: 2, name: 'binhyen command' });
  // A broken idle connection shows itself at the next statement.
  pool.on('error', () => undefined);
  const db = openDatabase(pool);
  try {
    return await act(db);
  } finally {
    await db.destroy();
  }
}
