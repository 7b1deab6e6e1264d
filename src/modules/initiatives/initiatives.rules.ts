import type { RuleBreach, Values } from '#registers/declaration.ts';

const later = ['launchedOn', 'replicatedOn', 'consolidatedOn', 'mergedOn', 'dissolvedOn', 'observedOn'];
const endedOn: Record<string, string> = { merged: 'mergedOn', dissolved: 'dissolvedOn' };

/** Rules across the fields of an initiative, site or group: nothing before it was set up; an end has its day. */
export function determineInitiativeBreaches(values: Values): RuleBreach[] {
  const breaches: RuleBreach[] = [];
  const established = String(values.establishedOn);
  for (const path of later) {
    if (values[path] && String(values[path]) < established)
      breaches.push({ path, code: 'initiative.before_established' });
  }
  const day = endedOn[String(values.status)];
  if (day !== undefined && !values[day]) breaches.push({ path: day, code: 'initiative.end_missing' });
  return breaches;
}
