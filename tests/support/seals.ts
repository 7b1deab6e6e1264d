import { sql } from 'kysely';
import { vi } from 'vitest';
import { sealNextBatch } from '#platform/audit/seal.ts';
import type { SealKey } from '#platform/audit/seal-key.ts';
import type { TestDatabase } from './database.ts';

/** Seals every line there is: a transaction of another test file on the same server may hold the newest back for a moment. */
export async function sealEverything(database: TestDatabase, key: SealKey): Promise<void> {
  await vi.waitFor(
    async () => {
      await sealNextBatch(database.app, key);
      const { rows } = await sql<{ waiting: boolean }>`
        select exists (select from audit_lines l where l.era = audit_era() and l.txid >= coalesce(
          (select max(to_txid) from audit_seals where era = l.era), '0'))  as waiting`.execute(database.owner);
      if (rows[0]?.waiting) throw new Error('some lines are not sealed yet');
    },
    { timeout: 20_000 },
  );
}
