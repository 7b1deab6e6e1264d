import type { Day } from '#platform/periods.rules.ts';
import { addDays, addWorkingDays, nextWorkingDay, type OfficeDays } from './holidays.rules.ts';

/** Limits as data (reference-data/tip-clocks.csv), each with its legal source there. */
export type ClockLimit = { code: ClockCode; amount: number; measureUnit: 'hours' | 'days' | 'working_days' | 'months' };

export const clockCodes = [
  'assess',
  'assess_difficult',
  'assess_urgent',
  'notice',
  'hand_over',
  'decide',
  'decide_complex',
  'decide_denunciation',
  'decide_feedback',
  'extension',
  'extension_denunciation',
  /** No limit for the handler: when the content is destroyed after the end. */
  'retention',
] as const;
export type ClockCode = (typeof clockCodes)[number];

/** What of a tip its clocks depend on. Instants are ISO in UTC, by the hour; null = not yet. */
export type ClockedTip = {
  /** Of the unit that works it: a clock runs from its receipt there (CPC Art. 147 "từ ngày nhận được"). */
  receivedAt: string;
  sort: string | null;
  isUrgent: boolean;
  isDifficultArea: boolean;
  isComplex: boolean;
  /** Whether its source can be told anything. */
  isReachable: boolean;
  sortedAt: string | null;
  respondedAt: string | null;
  handedOverAt: string | null;
  decidedAt: string | null;
  extendedAt: string | null;
  /** Closed, merged or withdrawn: nothing runs any more. */
  endedAt: string | null;
};

/** due = instant at whose passing it is late; done = when it was met; isLate against `now`, or against done. */
export type Clock = { code: ClockCode; dueAt: string; doneAt: string | null; isLate: boolean };

const hour = 3_600_000;
const toInstant = (ms: number): string => new Date(ms).toISOString();
/** The day in Vietnam (UTC+7). */
const dayOf = (instant: string): Day => new Date(Date.parse(instant) + 7 * hour).toISOString().slice(0, 10);
/** 24:00 of a day in Vietnam. */
const endOfDay = (day: Day): string => toInstant(Date.parse(`${day}T17:00:00Z`));

/** The same day so many months later, or the last of that month where it has no such day. */
function addCalendarMonths(day: Day, count: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - 1 + count + 1, 0));
  const wanted = new Date(Date.UTC(year, month - 1 + count, Math.min(date, last.getUTCDate())));
  return wanted.toISOString().slice(0, 10);
}

/**
 * When a limit ends (Criminal Procedure Code 2015 Art. 134): hours by the clock; days and months at 24:00 of the last day,
 * not counting the first, and on the next working day where the last is a day off.
 */
export function determineDue(limit: Omit<ClockLimit, 'code'>, from: string, days: OfficeDays): string {
  const start = dayOf(from);
  switch (limit.measureUnit) {
    case 'hours':
      return toInstant(Date.parse(from) + limit.amount * hour);
    case 'working_days':
      return endOfDay(addWorkingDays(days, start, limit.amount));
    case 'days':
      return endOfDay(nextWorkingDay(days, addDays(start, limit.amount)));
    case 'months':
      return endOfDay(nextWorkingDay(days, addCalendarMonths(start, limit.amount)));
  }
}

type Limits = Record<ClockCode, ClockLimit>;

export function indexLimits(limits: readonly ClockLimit[]): Limits {
  const byCode = Object.fromEntries(limits.map((limit) => [limit.code, limit])) as Limits;
  const missing = clockCodes.filter((code) => byCode[code] === undefined);
  if (missing.length > 0) throw new Error(`tip-clocks.csv lacks ${missing.join(', ')}`);
  return byCode;
}

function assessCode(tip: ClockedTip): ClockCode {
  if (tip.isUrgent) return 'assess_urgent';
  return tip.isDifficultArea ? 'assess_difficult' : 'assess';
}

function decisionDue(
  tip: ClockedTip,
  limits: Limits,
  days: OfficeDays,
): { code: ClockCode; dueAt: string } | undefined {
  const ofSort: Partial<Record<string, ClockCode>> = {
    security_tip: tip.isComplex ? 'decide_complex' : 'decide',
    crime_report: tip.isComplex ? 'decide_complex' : 'decide',
    denunciation: 'decide_denunciation',
    feedback: 'decide_feedback',
  };
  const code = tip.sort === null ? 'decide' : ofSort[tip.sort];
  if (code === undefined) return undefined;
  const dueAt = determineDue(limits[code], tip.receivedAt, days);
  if (tip.extendedAt === null || code === 'decide_feedback') return { code, dueAt };
  const extension = code === 'decide_denunciation' ? 'extension_denunciation' : 'extension';
  // From the last day of the limit that is extended: 24:00 belongs to that day.
  return { code: extension, dueAt: determineDue(limits[extension], toInstant(Date.parse(dueAt) - hour), days) };
}

/** Every clock of a tip, in the order in which they fall due. */
export function determineClocks(tip: ClockedTip, limits: Limits, days: OfficeDays, now: string): Clock[] {
  const clock = (code: ClockCode, dueAt: string, doneAt: string | null): Clock => ({
    code,
    dueAt,
    doneAt: doneAt ?? tip.endedAt,
    isLate: (doneAt ?? tip.endedAt ?? now) > dueAt,
  });
  const runs = (code: ClockCode): string => determineDue(limits[code], tip.receivedAt, days);
  const assess = assessCode(tip);
  const clocks = [clock(assess, runs(assess), tip.sortedAt)];
  const isOfficial =
    tip.sort === null || ['security_tip', 'crime_report', 'denunciation', 'feedback'].includes(tip.sort);
  if (isOfficial && tip.isReachable) clocks.push(clock('notice', runs('notice'), tip.respondedAt));
  if (tip.sort === 'crime_report')
    clocks.push(clock('hand_over', runs('hand_over'), tip.handedOverAt ?? tip.decidedAt));
  const decision = decisionDue(tip, limits, days);
  if (decision) clocks.push(clock(decision.code, decision.dueAt, tip.decidedAt));
  return clocks.toSorted((one, other) => one.dueAt.localeCompare(other.dueAt));
}

/** The clock to watch: the first that is not met. Undefined once nothing runs. */
export function chooseNextClock(clocks: readonly Clock[]): Clock | undefined {
  return clocks.find((clock) => clock.doneAt === null);
}

/** Whether a settled tip was decided within its limit. */
export function isDecidedInTime(clocks: readonly Clock[]): boolean {
  const decision = clocks.find(({ code }) => code.startsWith('decide') || code.startsWith('extension'));
  return decision === undefined || !decision.isLate;
}
