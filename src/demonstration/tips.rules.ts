import { determineMonthDays, type Month } from '#platform/periods.rules.ts';
import type { Values } from '#registers/declaration.ts';

export type MadeTip = Values;

/** A small generator of even numbers (mulberry32), so that every load makes the same tips. */
function makeDice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

const topics = ['theft', 'injury', 'fraud', 'gambling', 'drugs', 'usury', 'public_order', 'traffic', 'fire', 'other'];
const channels = ['in_person', 'meeting', 'hotline', 'mailbox', 'zalo', 'vneid'];
const outcomes = ['administrative', 'prevented', 'no_basis', 'prosecuted'];

function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** Made-up tips of one commune (0, 1, …) received in a month, none after `today`; the same every time. */
export function makeTips(commune: number, month: Month, today: string): MadeTip[] {
  const dice = makeDice(Number(month.replace('-', '')) * 100 + commune);
  const { from, to } = determineMonthDays(month);
  return Array.from({ length: 6 + dice(8) }, () => {
    const receivedOn = addDays(from, dice(28));
    const settled = dice(10) < 7;
    const settledOn = addDays(receivedOn, 1 + dice(12));
    const ofValue = dice(10) < 6;
    const outcome = outcomes[dice(outcomes.length)]!;
    const within = dice(10) < 8;
    const isSettled = settled && within && settledOn <= today && settledOn <= to;
    const cleared = isSettled && ofValue && outcome !== 'no_basis';
    return {
      receivedOn,
      sort: dice(4) === 0 ? 'crime_report' : 'security_tip',
      topic: topics[dice(topics.length)]!,
      channel: channels[dice(channels.length)]!,
      ofValue: ofValue ? 'yes' : 'no',
      competence: within ? 'within' : 'outside',
      forwardedOn: within || addDays(receivedOn, 1) > today ? null : addDays(receivedOn, 1),
      settledOn: isSettled ? settledOn : null,
      outcome: isSettled ? outcome : null,
      casesCleared: cleared ? 1 : 0,
      personsCleared: cleared ? 1 + dice(3) : 0,
      personsArrested: cleared ? dice(2) : 0,
      propertyRecoveredVnd: cleared && dice(4) === 0 ? (1 + dice(20)) * 500_000 : 0,
    };
  }).filter((tip) => tip.receivedOn <= today);
}
