import type { RuleBreach, Values } from '#registers/declaration.ts';
import { readPosition } from './position.rules.ts';

/** Rules of feedback: answered after it came, public only where the resident wishes it, at a place in Vietnam. */
export function determineFeedbackBreaches(values: Values): RuleBreach[] {
  const breaches: RuleBreach[] = [];
  if (values.answeredOn && String(values.answeredOn) < String(values.receivedOn))
    breaches.push({ path: 'answeredOn', code: 'feedback.answered_too_early' });
  if (values.publication === 'published' && values.wish === 'private')
    breaches.push({ path: 'publication', code: 'feedback.wished_private' });
  if (values.position && readPosition(String(values.position)) === undefined)
    breaches.push({ path: 'position', code: 'feedback.position_unreadable' });
  return breaches;
}
