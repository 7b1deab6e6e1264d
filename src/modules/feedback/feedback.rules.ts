import type { RuleBreach, Values } from '#registers/declaration.ts';

/** Rules across the fields of feedback: answered after it came, and public only where the resident wishes it. */
export function determineFeedbackBreaches(values: Values): RuleBreach[] {
  const breaches: RuleBreach[] = [];
  if (values.answeredOn && String(values.answeredOn) < String(values.receivedOn))
    breaches.push({ path: 'answeredOn', code: 'feedback.answered_too_early' });
  if (values.publication === 'published' && values.wish === 'private')
    breaches.push({ path: 'publication', code: 'feedback.wished_private' });
  return breaches;
}
