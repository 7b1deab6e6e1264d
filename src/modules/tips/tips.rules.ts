import type { RuleBreach, Values } from '#registers/declaration.ts';

const dates = ['receivedOn', 'settledOn', 'forwardedOn', 'respondedOn', 'extendedOn', 'reclassifiedOn', 'protectedOn'];
const results = ['casesCleared', 'personsCleared', 'personsArrested', 'propertyRecoveredVnd'];

/** Rules across the fields of a tip: dates in order and not in the future; results only with a settlement. */
export function determineTipBreaches(values: Values, today: string): RuleBreach[] {
  const { receivedOn, settledOn, forwardedOn, respondedOn, outcome } = values as Record<string, string | null>;
  const breaches: RuleBreach[] = [];
  for (const path of dates) {
    if (values[path] && String(values[path]) > today) breaches.push({ path, code: 'field.in_future' });
  }
  if (settledOn && receivedOn && settledOn < receivedOn)
    breaches.push({ path: 'settledOn', code: 'tip.settled_too_early' });
  if (forwardedOn && receivedOn && forwardedOn < receivedOn) {
    breaches.push({ path: 'forwardedOn', code: 'tip.forwarded_too_early' });
  }
  if (respondedOn && receivedOn && respondedOn < receivedOn) {
    breaches.push({ path: 'respondedOn', code: 'tip.responded_too_early' });
  }
  if (settledOn && !outcome) breaches.push({ path: 'outcome', code: 'tip.outcome_missing' });
  if (!settledOn && outcome) breaches.push({ path: 'settledOn', code: 'tip.settled_on_missing' });
  if (!settledOn) {
    for (const path of results) {
      if (Number(values[path] ?? 0) > 0) breaches.push({ path, code: 'tip.result_without_settlement' });
    }
  }
  return breaches;
}
