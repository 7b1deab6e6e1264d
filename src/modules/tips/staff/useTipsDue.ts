import { useApi } from '#web/api/query.ts';
import { useMine, useReach } from '#web/api/me.tsx';
import { listInbox, listOverdueTips } from '../inbox.contract.ts';

/** What tips ask of a person today: of a handler the open ones, of whoever oversees inboxes the late ones, as counts. */
export type TipsDue = { to: '/inbox' | '/tip-oversight'; kind: 'handle' | 'oversee'; count: number; late: number };

export function useTipsDue(): TipsDue[] {
  const { place } = useMine();
  const handles = useReach('tip.handle') !== undefined;
  const oversees = useReach('tip.oversee') !== undefined;
  const inbox = useApi(listInbox, { query: { unit: place?.unit.id ?? 0 } }, { enabled: handles });
  const overdue = useApi(listOverdueTips, {}, { enabled: oversees });
  const due: TipsDue[] = [];
  if (handles && inbox.data) {
    const { open, unverified, late } = inbox.data.counts;
    if (open + unverified > 0) due.push({ to: '/inbox', kind: 'handle', count: open + unverified, late });
  }
  if (oversees && overdue.data) {
    const late = overdue.data.items.reduce((sum, unit) => sum + unit.late, 0);
    if (late > 0) due.push({ to: '/tip-oversight', kind: 'oversee', count: late, late });
  }
  return due;
}
