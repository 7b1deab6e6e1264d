import type { RuleBreach, Values } from '#registers/declaration.ts';

const publications = ['broadcast', 'online_post', 'press_item', 'feature_programme', 'display'];

/** Rules across the fields of an activity: answers do not outnumber opinions; a launch says where; what is published is counted. */
export function determineActivityBreaches(values: Values): RuleBreach[] {
  const breaches: RuleBreach[] = [];
  const category = String(values.category);
  if (Number(values.opinionAnsweredCount) > Number(values.opinionCount))
    breaches.push({ path: 'opinionAnsweredCount', code: 'activity.answered_too_many' });
  if (category === 'launch' && (values.coveredCommuneIds as number[]).length === 0)
    breaches.push({ path: 'coveredCommuneIds', code: 'activity.launch_without_commune' });
  if (publications.includes(category) && Number(values.itemCount) === 0)
    breaches.push({ path: 'itemCount', code: 'activity.nothing_published' });
  return breaches;
}
