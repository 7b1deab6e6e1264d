import pg from 'pg';
import type { Config } from '#platform/config.ts';
import { type EmbeddedConnection, readEmbeddedConnection, startEmbedded } from '#platform/database/embedded.ts';
import { errorCode, OperatorError } from '#platform/operator-error.ts';
import { dataDirOf } from '../ground.ts';

export type Addresses = Pick<EmbeddedConnection, 'migrateUrl' | 'runUrl'>;

/**
 * Lends the PostgreSQL that the settings name, or the embedded one of the data folder: beside a server that runs on it,
 * or started for the time of the command.
 */
export async function withAddresses<T>(config: Config, act: (addresses: Addresses) => Promise<T>): Promise<T> {
  if (config.databaseUrl && config.databaseMigrateUrl) {
    const addresses = { migrateUrl: config.databaseMigrateUrl, runUrl: config.databaseUrl };
    await requireReachable(addresses);
    return act(addresses);
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

async function requireReachable(addresses: Addresses): Promise<void> {
  for (const [setting, url] of [
    ['DATABASE_MIGRATE_URL', addresses.migrateUrl],
    ['DATABASE_URL', addresses.runUrl],
  ] as const) {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      application_name: 'binhyen command',
    });
    try {
      await client.connect();
    } catch (error) {
      const code = errorCode(error) ?? '';
      throw new OperatorError(
        {
          vi: `Không vào được cơ sở dữ liệu ở ${setting} (${code}): xem địa chỉ, vai trò và mật khẩu, và máy chủ PostgreSQL có đang chạy không.`,
          en: `The database of ${setting} cannot be reached (${code}): look at the address, the role and its password, and whether PostgreSQL is running.`,
        },
        { cause: error },
      );
    } finally {
      await client.end();
    }
  }
}
