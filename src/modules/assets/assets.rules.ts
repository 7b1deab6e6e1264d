import type { RuleBreach, Values } from '#registers/declaration.ts';

/** Rules across the fields of an asset: parts do not outnumber their whole; nothing is observed before it was installed. */
export function determineAssetBreaches(values: Values): RuleBreach[] {
  const breaches: RuleBreach[] = [];
  if (Number(values.workingCount) > Number(values.itemCount))
    breaches.push({ path: 'workingCount', code: 'asset.working_too_many' });
  if (Number(values.ownerAgreedCount) > Number(values.ownerCount))
    breaches.push({ path: 'ownerAgreedCount', code: 'asset.agreed_too_many' });
  if (String(values.observedOn) < String(values.installedOn))
    breaches.push({ path: 'observedOn', code: 'asset.before_installed' });
  return breaches;
}
