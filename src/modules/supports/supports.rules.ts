import type { RuleBreach, Values } from '#registers/declaration.ts';

/** Rules across the fields of a support: it reached somebody or handed out something; money and loans have an amount. */
export function determineSupportBreaches(values: Values): RuleBreach[] {
  const breaches: RuleBreach[] = [];
  const reached = ['householdCount', 'personCount', 'itemCount'].some((name) => Number(values[name]) > 0);
  if (!reached) breaches.push({ path: 'householdCount', code: 'support.reached_nobody' });
  if (['money', 'loan'].includes(String(values.form)) && Number(values.amountVnd) === 0)
    breaches.push({ path: 'amountVnd', code: 'support.amount_missing' });
  return breaches;
}
