import type { Db } from '#platform/database/database.ts';
import type { Jobs } from '#platform/jobs/jobs.ts';
import { vietnamDay } from '#platform/periods.rules.ts';
import { applyDueReorganisations } from './apply.ts';

/**
 * Applies the reorganisations whose day has come: shortly after midnight in Vietnam, and when one is confirmed on its day
 * or later. withOwner lends a handle of the role that owns the schema for as long as the act takes; the server holds none
 * otherwise.
 */
export function planReorganisationJobs(
  jobs: Jobs,
  parts: {
    withOwner: <Result>(act: (ownerDb: Db) => Promise<Result>) => Promise<Result>;
    /** Called after units changed: duties follow the units they are laid on. */
    onApplied: () => Promise<unknown>;
    log: { warn: (values: object, message: string) => void };
  },
): void {
  jobs.work('reorganisations.apply', async () => {
    const { applied, refused } = await parts.withOwner((db) => applyDueReorganisations(db, vietnamDay(new Date())));
    for (const { id } of refused) parts.log.warn({ reorganisation: id }, 'reorganisation stands still');
    if (applied.length > 0) await parts.onApplied();
  });
  jobs.schedule('reorganisations.apply', '5 0 * * *');
}
