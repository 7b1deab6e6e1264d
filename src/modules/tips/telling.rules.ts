/** The steps of sending a tip, one question each; the form without scripts and the one in the browser keep to them alike. */
import { type TipTopic, tipTopics } from './intake.rules.ts';
import { maxWords } from './tip-content.rules.ts';

export const tellingSteps = ['danger', 'topic', 'what', 'where', 'when', 'officer', 'contact', 'send'] as const;
export type TellingStep = (typeof tellingSteps)[number];

/** What was answered so far, as the fields of the form have it. */
export type Draft = {
  topic: string;
  what: string;
  /** Id of the unit chosen. */
  place: string;
  where: string;
  when: string;
  officer: string;
  contact: string;
};

export const emptyDraft: Draft = { topic: '', what: '', place: '', where: '', when: '', officer: '', contact: '' };
export const draftFields = Object.keys(emptyDraft) as (keyof Draft)[];

export function isTellingStep(name: string): name is TellingStep {
  return (tellingSteps as readonly string[]).includes(name);
}

/** The step before or after; the first has none before, the last none after. */
export function stepBeside(step: TellingStep, way: 1 | -1): TellingStep {
  return tellingSteps[Math.max(0, tellingSteps.indexOf(step) + way)] ?? step;
}

/** Steps are counted without the first, which asks for nothing. */
export const countedSteps = tellingSteps.length - 1;

export type TellingBreach = { field: keyof Draft; problem: 'missing' | 'tooLong' };

/** What is wrong with the answer of a step; nothing where one may go on. */
export function findTellingBreach(step: TellingStep, draft: Draft): TellingBreach | undefined {
  const missing = (field: keyof Draft): TellingBreach => ({ field, problem: 'missing' });
  if (step === 'topic' && !isTopic(draft.topic)) return missing('topic');
  if (step === 'what' && draft.what.trim() === '') return missing('what');
  if (step === 'where' && !/^\d{1,9}$/.test(draft.place)) return missing('place');
  if (step === 'officer' && draft.officer !== 'yes' && draft.officer !== 'no') return missing('officer');
  const words = ['what', 'where', 'when', 'contact'] as const;
  const long = words.find((field) => step === field && draft[field].length > maxWords[field]);
  return long && { field: long, problem: 'tooLong' };
}

/** The first step whose answer is missing or wrong; undefined where the tip may be sent. */
export function findOpenStep(draft: Draft): TellingStep | undefined {
  return tellingSteps.find((step) => findTellingBreach(step, draft));
}

export function isTopic(topic: string): topic is TipTopic {
  return (tipTopics as readonly string[]).includes(topic);
}
