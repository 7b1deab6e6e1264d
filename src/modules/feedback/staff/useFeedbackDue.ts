import { useMine, useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { countDueFeedback } from '../feedback.contract.ts';

/** What feedback asks of a person today, as counts: of a unit that answers what is overdue or soon due, of others what is overdue. */
export type FeedbackDue = { kind: 'answer' | 'oversee'; overdue: number; soon: number };

export function useFeedbackDue(): FeedbackDue | undefined {
  const { place } = useMine();
  const reads = useReach('feedback.read') !== undefined;
  const answers = useReach('feedback.write') !== undefined && place?.unit.kind === 'commune';
  const counts = useApi(
    countDueFeedback,
    { query: place?.unit.kind === 'commune' ? { unit: place.unit.id } : {} },
    { enabled: reads },
  );
  if (!counts.data) return undefined;
  const { overdue, soon } = counts.data;
  if (answers) return overdue + soon > 0 ? { kind: 'answer', overdue, soon } : undefined;
  return overdue > 0 ? { kind: 'oversee', overdue, soon } : undefined;
}
