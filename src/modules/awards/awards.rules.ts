import type { RuleBreach, Values } from '#registers/declaration.ts';

/** Rules across the fields of an award: somebody is rewarded; proposal, decision and hand-over follow each other. */
export function determineAwardBreaches(values: Values): RuleBreach[] {
  const breaches: RuleBreach[] = [];
  const decidedOn = String(values.decidedOn);
  const persons = Number(values.personCount);
  if (persons + Number(values.collectiveCount) === 0)
    breaches.push({
      path: values.awardKind === 'commemorative_medal' ? 'personCount' : 'collectiveCount',
      code: 'award.nobody',
    });
  if (Number(values.grassrootsPersonCount) > persons)
    breaches.push({ path: 'grassrootsPersonCount', code: 'award.grassroots_too_many' });
  if (values.proposedOn && String(values.proposedOn) > decidedOn)
    breaches.push({ path: 'proposedOn', code: 'award.proposed_too_late' });
  for (const path of ['handedOverOn', 'revokedOn']) {
    if (values[path] && String(values[path]) < decidedOn) breaches.push({ path, code: 'award.before_decision' });
  }
  return breaches;
}
