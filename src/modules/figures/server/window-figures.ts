import { sql } from 'kysely';
import { isInPlace } from '#platform/auth/actor.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Asking, ask, asking, inOrder, together } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { Problem } from '#platform/http/problem.ts';
import { determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import type { Register } from '#registers/declaration.ts';
import { askMeasureTotals } from '#registers/server/measures.ts';
import type { Note, View } from '../figures.contract.ts';
import { calculateFromParts, type Exact, isEntered, listParts, parseUnitsWith } from '../figures.rules.ts';
import type { Calendar, WindowAnswer, WindowFigure } from '../windows.contract.ts';
import { determineWindow, findWholeMonths, type Window } from '../windows.rules.ts';
import { askFigures } from './answer.ts';
import { Duties } from './coverage.ts';
import { chooseIndicators, type KnownIndicator, listAllIndicators, withParts } from './indicators.ts';
import { askKeepers, type Keeper } from './keepers.ts';
import { askBoundaryFacts, note as toNote, writeNotes } from './notes.ts';
import { holdersOf, monthDate, territoryOf, understand, type Understood } from './question.ts';

export type WindowAsk = {
  unit: string;
  view: View;
  indicators: string;
  calendar?: string | undefined;
  year?: number | undefined;
  month?: number | undefined;
  fromDay?: string | undefined;
  toDay?: string | undefined;
};

export async function listCalendars(db: Db): Promise<Calendar[]> {
  const rows = await db
    .selectFrom('calendars')
    .select(['code', 'nameVi', 'nameEn', 'unit', 'startsOnDay', 'startsInMonth', 'source'])
    .orderBy('unit', 'desc')
    .orderBy('code')
    .execute();
  return rows as Calendar[];
}

/**
 * Figures of a unit over a window of days (decision 019). Where the window is whole administrative months, their approved
 * figures answer. Elsewhere what has a register is counted anew from its dated records, over the units that kept it for the
 * whole window and whose records the one who asks may see; the others are told beside it. Nothing is guessed from months.
 */
export async function answerWindow(
  db: Db,
  actor: Actor,
  registers: readonly Register[],
  asked: WindowAsk,
  locale: 'vi' | 'en',
): Promise<WindowAnswer> {
  const window = await findWindow(db, asked);
  const question = await understandWindow(db, asked, window);
  if (!(await isInPlace(db, actor, 'figure.read', question.unit.id))) throw new Problem('permission.place');
  const all = await listAllIndicators(db);
  const chosen = chooseIndicators(all, asked.indicators.split(','));
  const whole = findWholeMonths(window);
  const answered = whole
    ? await answerByMonths(db, question, all, chosen, locale)
    : await answerByRecords(db, question, { all, chosen, registers }, locale);
  const isRunning = window.toDay >= vietnamDay(new Date());
  const running = isRunning ? [toNote(locale, 'window.running', { day: inVietnamese(window.toDay) })] : [];
  const { unit, fromDay, toDay, view, boundaryVersion, answeredAt } = question;
  return {
    calendar: asked.calendar ?? null,
    unit,
    fromDay,
    toDay,
    view,
    boundaryVersion,
    answeredAt,
    figures: answered.figures,
    notes: [...running, ...answered.notes],
  };
}

const inVietnamese = (day: string): string => day.split('-').toReversed().join('/');

async function findWindow(db: Db, asked: WindowAsk): Promise<Window> {
  if (asked.calendar === undefined) {
    if (asked.fromDay === undefined || asked.toDay === undefined) throw new Problem('window.incomplete');
    if (asked.fromDay > asked.toDay) throw new Problem('window.reversed');
    return { fromDay: asked.fromDay, toDay: asked.toDay };
  }
  const calendar = (await listCalendars(db)).find((one) => one.code === asked.calendar);
  if (!calendar) throw new Problem('window.calendar_unknown');
  if (asked.year === undefined || (calendar.unit === 'month' && asked.month === undefined))
    throw new Problem('window.incomplete');
  return determineWindow(calendar, asked.year, asked.month);
}

async function understandWindow(db: Db, asked: WindowAsk, window: Window): Promise<Understood> {
  const months = { from: determineMonthOf(window.fromDay), to: determineMonthOf(window.toDay) };
  return { ...(await understand(db, { unit: asked.unit, view: asked.view, ...months })), ...window };
}

type Answered = { figures: WindowFigure[]; notes: Note[] };

async function answerByMonths(
  db: Db,
  question: Understood,
  all: KnownIndicator[],
  chosen: KnownIndicator[],
  locale: 'vi' | 'en',
): Promise<Answered> {
  const { figures, boundaries } = await ask(db, askFigures(question, all, chosen));
  return {
    figures: figures.map(({ indicatorCode, kind, value, numerator, denominator, coverage }) => ({
      indicatorCode,
      kind,
      value,
      numerator,
      denominator,
      basis: 'months',
      units: null,
      coverage,
      notes: [],
    })),
    notes: [toNote(locale, 'window.whole_months'), ...writeNotes(question, figures, boundaries, locale)],
  };
}

/** What a part of the answer was counted from: its value, the units behind it, and what must be said. */
type Counted = { value: Exact; basis: 'records' | 'none'; units: WindowFigure['units']; notes: Note[] };

async function answerByRecords(
  db: Db,
  question: Understood,
  asked: { all: KnownIndicator[]; chosen: KnownIndicator[]; registers: readonly Register[] },
  locale: 'vi' | 'en',
): Promise<Answered> {
  const needed = withParts(asked.all, asked.chosen);
  const byCode = new Map(needed.map((indicator) => [indicator.code, indicator]));
  const counted = await countRegisters(db, question, needed.filter(isEntered), asked.registers, locale);
  const { unitCounts, duties, facts } = await ask(
    db,
    together({
      unitCounts: askUnits(
        question,
        needed.filter((one) => one.kind === 'units_with'),
        locale,
      ),
      duties: Duties.ask(question, holdersOf(question), []),
      facts: askBoundaryFacts(question),
    }),
  );
  for (const [code, units] of unitCounts) counted.set(code, units);
  for (const indicator of needed) {
    if (!counted.has(indicator.code) && isEntered(indicator))
      counted.set(indicator.code, unknown([toNote(locale, 'window.no_register', { codes: indicator.code })]));
  }
  const find = (code: string): Counted => {
    const known = counted.get(code);
    if (known) return known;
    const indicator = byCode.get(code)!;
    const parts = listParts(indicator).map(find);
    const valueOf = (part: string): Exact => find(part).value;
    const made: Counted = {
      value: calculateFromParts(indicator, valueOf),
      basis: parts.every((part) => part.basis === 'records') ? 'records' : 'none',
      units: parts[0]?.units ?? null,
      notes: [...new Map(parts.flatMap((part) => part.notes).map((note) => [note.text, note])).values()],
    };
    counted.set(code, made);
    return made;
  };
  const figures = asked.chosen.map((indicator): WindowFigure => {
    const { numeratorCode, denominatorCode, kind, code } = indicator;
    return {
      indicatorCode: code,
      kind,
      numerator: numeratorCode === null ? null : find(numeratorCode).value,
      denominator: denominatorCode === null ? null : find(denominatorCode).value,
      coverage: null,
      ...find(code),
    };
  });
  const fromRecords = figures.some((figure) => figure.basis === 'records' && figure.units !== null);
  return {
    figures,
    notes: [
      ...(fromRecords ? [toNote(locale, 'window.from_records')] : []),
      ...writeNotes(question, [], facts(duties), locale),
    ],
  };
}

const unknown = (notes: Note[]): Counted => ({ value: null, basis: 'none', units: null, notes });

/** Indicators over registers, by code. Statements do not grow with the registers. */
async function countRegisters(
  db: Db,
  question: Understood,
  indicators: KnownIndicator[],
  registers: readonly Register[],
  locale: 'vi' | 'en',
): Promise<Map<string, Counted>> {
  const used = registers.filter(({ name }) => indicators.some((one) => one.register === name));
  const { lives, owing, keepers } = await ask(
    db,
    together({
      lives: askLives(question),
      owing: askOwing(question, indicators),
      keepers: inOrder(used.map((register) => askKeepers(question, register))),
    }),
  );
  // Those of a register that are counted over the same units are counted together.
  const groups = used.flatMap((register, index) => [
    ...Map.groupBy(
      indicators
        .filter((one) => one.register === register.name)
        .map((indicator) => ({
          register,
          indicator,
          scope: determineScope(question, indicator, keepers[index]!, lives, owing),
        })),
      ({ scope }) => scope.unitIds.join(','),
    ).values(),
  ]);
  const { fromDay, toDay } = question;
  const totals = await ask(
    db,
    inOrder(
      groups.map((group) => {
        const [{ register, scope }] = group as [(typeof group)[number]];
        const own = group.map(({ indicator }) => indicator);
        return askMeasureTotals(register, own, { unitIds: scope.unitIds, fromDay, toDay });
      }),
    ),
  );
  return new Map(
    groups.flatMap((group, index) =>
      group.map(({ indicator, scope }): [string, Counted] => {
        const isKnown = scope.unitIds.length > 0;
        return [
          indicator.code,
          {
            value: isKnown ? (totals[index]!.get(indicator.code) ?? '0') : null,
            basis: isKnown ? 'records' : 'none',
            units: scope.units,
            notes: sayScope(locale, indicator, scope),
          },
        ];
      }),
    ),
  );
}

type Scope = { unitIds: number[]; units: NonNullable<WindowFigure['units']>; isOwed: boolean };

/**
 * Over which units an indicator is counted: of those that owe it in the window (or, where none does, that keep its
 * register), the ones that kept the register for the whole window, or on its last day where it is asked how things stood.
 */
function determineScope(
  { fromDay, toDay }: Window,
  indicator: KnownIndicator,
  keepers: Keeper[],
  lives: Map<number, Life>,
  owing: Map<number, Set<number>>,
): Scope {
  const atEnd = indicator.periodRule === 'end';
  const isThere = (unitId: number): boolean => {
    const life = lives.get(unitId);
    if (!life || (life.validFrom !== null && life.validFrom > toDay)) return false;
    return life.validTo === null || life.validTo > (atEnd ? toDay : fromDay);
  };
  const kept = new Map(keepers.filter((keeper) => keeper.keptFrom <= toDay).map((keeper) => [keeper.unitId, keeper]));
  const owes = [...(owing.get(indicator.id) ?? [])].filter(isThere);
  const expected = owes.length > 0 ? owes : [...kept.keys()].filter(isThere);
  const isWhole = (unitId: number): boolean => {
    const from = kept.get(unitId)?.keptFrom;
    const first = [fromDay, lives.get(unitId)?.validFrom ?? fromDay].toSorted().at(-1)!;
    return from !== undefined && from <= (atEnd ? toDay : first);
  };
  const whole = expected.filter(isWhole);
  const unitIds = whole.filter((unitId) => kept.get(unitId)!.isReadable).toSorted((one, other) => one - other);
  return {
    unitIds,
    isOwed: owes.length > 0,
    units: {
      counted: unitIds.length,
      expected: expected.length,
      notKept: expected.length - whole.length,
      hidden: whole.length - unitIds.length,
    },
  };
}

function sayScope(locale: 'vi' | 'en', { periodRule }: KnownIndicator, { units, isOwed }: Scope): Note[] {
  const when = periodRule === 'end' ? 'at_end' : 'during';
  return [
    ...(units.expected === 0 ? [toNote(locale, 'window.nobody')] : []),
    ...(units.notKept > 0 ? [toNote(locale, `window.not_kept_${when}`, { count: units.notKept })] : []),
    ...(units.hidden > 0 ? [toNote(locale, 'window.hidden', { count: units.hidden })] : []),
    ...(!isOwed && units.counted > 0 ? [toNote(locale, 'window.not_owed', { count: units.counted })] : []),
  ];
}

type Life = { validFrom: string | null; validTo: string | null };

function askLives(question: Understood): Asking<Map<number, Life>> {
  const lives = sql<Life & { id: number }>`
    select u.id, u.valid_from, u.valid_to from units u where u.id in ${territoryOf(question)}`;
  return asking(lives, (rows) => new Map(rows.map(({ id, ...life }) => [id, life])));
}

/** Units of the territory that owe an indicator in a month that the window touches, or, at a period's end, in its last. */
function askOwing(question: Understood, indicators: KnownIndicator[]): Asking<Map<number, Set<number>>> {
  const owing = sql<{ indicatorId: number; unitId: number }>`
    select distinct o.indicator_id, u.id as unit_id
    from obligations o join indicators i on i.id = o.indicator_id join units issuer on issuer.id = o.unit_id
    join units u on u.kind = o.subject_kind
    where o.indicator_id = any (${indicators.map((one) => one.id)}::int[])
      and o.from_month <= ${monthDate(question.to)}::date
      and (o.to_month is null or o.to_month >= case i.period_rule when 'end' then ${monthDate(question.to)}::date else ${monthDate(question.from)}::date end)
      and u.id in ${territoryOf(question)}
      and (issuer.kind = 'nation' or exists (
        select 1 from territories t where t.boundary_version_id = ${question.boundaryVersion} and t.view = 'then'
          and t.holder_id = issuer.id and t.unit_id = u.id))`;
  return asking(
    owing,
    (rows) =>
      new Map(
        [...Map.groupBy(rows, (row) => row.indicatorId)].map(([id, owed]) => [
          id,
          new Set(owed.map((row) => row.unitId)),
        ]),
      ),
  );
}

/** How many units of a kind exist on the window's last day; other predicates rest on figures of months. By code. */
function askUnits(
  question: Understood,
  indicators: KnownIndicator[],
  locale: 'vi' | 'en',
): Asking<[string, Counted][]> {
  return inOrder(
    indicators.map((indicator): Asking<[string, Counted]> => {
      const { code, unitKind, communeType } = parseUnitsWith(indicator);
      if (code !== null) {
        const why = toNote(locale, 'window.units_with', { codes: indicator.code });
        return asking(undefined, () => [indicator.code, unknown([why])]);
      }
      const counts = sql<{ count: number }>`
        select count(*) as count from units u
        where u.kind = ${unitKind} and (${communeType}::text is null or u.commune_type = ${communeType})
          and (u.valid_from is null or u.valid_from <= ${question.toDay}::date)
          and (u.valid_to is null or u.valid_to > ${question.toDay}::date) and u.id in ${territoryOf(question)}`;
      return asking(counts, (rows) => [
        indicator.code,
        { value: String(rows[0]!.count), basis: 'records', units: null, notes: [] },
      ]);
    }),
  );
}
