import { readPosition } from './position.rules.ts';

/** Feedback as everybody may read it; of private feedback, as whoever sent it may. */
export type PublicFeedback = {
  id: string;
  category: string;
  matter: string;
  place: string | null;
  /** As position.rules.ts writes it. */
  position: string | null;
  receivedOn: string;
  dueOn: string;
  answeredOn: string | null;
  outcome: string | null;
  answer: string | null;
  publication: 'pending' | 'published' | 'withheld';
  wish: 'public' | 'private';
  version: number;
  contestedIndicator: string | null;
  contestedPeriod: string | null;
  contestedName: string | null;
  unit: { id: number; code: string; name: string; kind: string };
  supporters: number;
};

/** What a resident fills in. */
export type FeedbackDraft = {
  category: string;
  matter: string;
  place: string;
  /** As position.rules.ts writes it; empty = none. */
  position: string;
  wish: string;
  contestedIndicator: string;
  contestedPeriod: string;
  contestedGroupId: string;
};

export type DraftBreach = {
  field: 'category' | 'matter' | 'place' | 'position' | 'wish';
  code: 'missing' | 'too_long' | 'unreadable';
};

const idShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isFeedbackId(text: string): boolean {
  return idShape.test(text);
}

/** What is wrong with a draft, at its field; categories are the codes to choose from. */
export function checkDraft(draft: FeedbackDraft, categories: readonly string[]): DraftBreach[] {
  const breaches: DraftBreach[] = [];
  if (!categories.includes(draft.category)) breaches.push({ field: 'category', code: 'missing' });
  if (draft.matter === '') breaches.push({ field: 'matter', code: 'missing' });
  if (draft.matter.length > 2000) breaches.push({ field: 'matter', code: 'too_long' });
  if (draft.place.length > 200) breaches.push({ field: 'place', code: 'too_long' });
  if (draft.position !== '' && readPosition(draft.position) === undefined)
    breaches.push({ field: 'position', code: 'unreadable' });
  if (draft.wish !== 'public' && draft.wish !== 'private') breaches.push({ field: 'wish', code: 'missing' });
  return breaches;
}
