/**
 * How a tip goes on: received → sorted → verifying → forwarded → decided → informed → closed (REFERENCE of the domain:
 * no act of law gives these steps; they fit its clocks). Beside: returned by the body it was forwarded to, merged into
 * another, withdrawn by its source.
 */
export const tipStates = [
  'received',
  'sorted',
  'verifying',
  'forwarded',
  'returned',
  'decided',
  'informed',
  'closed',
  'merged',
  'withdrawn',
] as const;
export type TipState = (typeof tipStates)[number];

export const tipActs = [
  'sort',
  'verify',
  'forward',
  'take_back',
  'decide',
  'inform',
  'close',
  'extend',
  'merge',
  'route',
  'move_up',
  'withdraw',
] as const;
export type TipAct = (typeof tipActs)[number];

/** Where an act may be done, and the state after it; same = as before. */
const moves: Record<TipAct, { from: readonly TipState[]; to: TipState | 'same' }> = {
  sort: { from: ['received', 'sorted', 'returned'], to: 'sorted' },
  verify: { from: ['sorted', 'returned'], to: 'verifying' },
  forward: { from: ['sorted', 'verifying', 'returned'], to: 'forwarded' },
  take_back: { from: ['forwarded'], to: 'returned' },
  decide: { from: ['sorted', 'verifying', 'forwarded', 'returned'], to: 'decided' },
  inform: { from: ['decided'], to: 'informed' },
  close: { from: ['sorted', 'forwarded', 'decided', 'informed'], to: 'closed' },
  extend: { from: ['sorted', 'verifying', 'forwarded', 'returned'], to: 'same' },
  merge: { from: ['received', 'sorted', 'verifying', 'returned'], to: 'merged' },
  // At the unit it comes to, a tip begins anew.
  route: { from: ['received', 'sorted', 'verifying', 'returned'], to: 'received' },
  move_up: { from: ['received', 'sorted', 'verifying', 'returned'], to: 'received' },
  withdraw: { from: ['received', 'sorted', 'verifying', 'forwarded', 'returned', 'decided'], to: 'withdrawn' },
};

/** What of a tip decides which acts are open to it. */
export type MovingTip = {
  state: TipState;
  sort: string | null;
  isReachable: boolean;
  extendedAt: string | null;
};

/** Sorts that are answered and put away without a decision. */
const undecidedSorts = ['duplicate', 'out_of_area'];

/** Why an act is not open to a tip, as the code of a problem; undefined where it is. */
export function findMoveBreach(tip: MovingTip, act: TipAct): string | undefined {
  if (!moves[act].from.includes(tip.state)) return 'tip.move_unlawful';
  if (act === 'extend') {
    if (tip.extendedAt !== null) return 'tip.extended_already';
    if (tip.sort === 'feedback' || undecidedSorts.includes(tip.sort ?? '')) return 'tip.no_extension';
  }
  if (act === 'close') {
    if (tip.state === 'sorted' && !undecidedSorts.includes(tip.sort ?? '')) return 'tip.decide_first';
    // Its source is told before it is put away, unless there is no way to.
    if (tip.state === 'decided' && tip.isReachable) return 'tip.inform_first';
  }
  if (act === 'verify' && undecidedSorts.includes(tip.sort ?? '')) return 'tip.nothing_to_verify';
  return undefined;
}

export function listOpenActs(tip: MovingTip): TipAct[] {
  return tipActs.filter((act) => findMoveBreach(tip, act) === undefined);
}

/** The state after a lawful act. */
export function stateAfter(state: TipState, act: TipAct): TipState {
  const { to } = moves[act];
  return to === 'same' ? state : to;
}

/** How the tips of an inbox are divided; passed_on = what went on to other inboxes, as trail alone. */
export const inboxQueues = ['open', 'unverified', 'ended', 'passed_on'] as const;
