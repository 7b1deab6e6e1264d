import { type RawBuilder, sql } from 'kysely';
import { type Asking, ask, asking, together } from '#platform/database/asking.ts';
import type { Db } from '#platform/database/database.ts';
import { fillWords } from '#platform/http/problem.ts';
import { type ExploredUnit, mark } from '../explore.contract.ts';
import type { Figure, Note } from '../figures.contract.ts';
import { noteWords } from '../figures.problems.ts';
import type { Span } from '../spans.rules.ts';
import { determineMonthDays } from '#platform/periods.rules.ts';
import type { Holders, Scope } from './cells.ts';
import type { Duties } from './coverage.ts';
import { territoryOf, type Understood } from './question.ts';

type Params = Record<string, string | number>;

/** A sentence of noteWords with its parameters, for a reader. */
export function note(locale: 'vi' | 'en', code: keyof typeof noteWords, params: Params = {}): Note {
  const written = Object.entries(params).map(([name, value]) => [
    name,
    value.toLocaleString(locale === 'vi' ? 'vi-VN' : 'en-GB'),
  ]);
  return { code, params, text: fillWords(noteWords[code][locale], Object.fromEntries(written)) };
}

function toVietnameseDay(day: string): string {
  return day.split('-').toReversed().join('/');
}

/** A figure as it was computed: whether cells published as over and as nearly met in it is said in words only. */
export type ComputedFigure = Figure & { mixesQualifiers?: boolean };

/**
 * What must be said beside an answer: unknown dates, unverified and split successions, former territory, apportioned and
 * differently qualified figures, part-coverage.
 */
export function writeNotes(
  question: Understood,
  figures: ComputedFigure[],
  boundaries: BoundaryFacts,
  locale: 'vi' | 'en',
): Note[] {
  const mixed = figures.filter((figure) => figure.mixesQualifiers).map((figure) => figure.indicatorCode);
  return [
    ...writeBoundaryNotes(question, boundaries, locale),
    ...(figures.some((figure) => figure.origins.apportioned > 0) ? [note(locale, 'origin.apportioned')] : []),
    ...(mixed.length > 0 ? [note(locale, 'qualifier.mixed', { codes: mixed.join(', ') })] : []),
    ...(figures.some((figure) => figure.coverage && figure.coverage.reported < figure.coverage.obliged)
      ? [note(locale, 'coverage.partial')]
      : []),
  ];
}

/** What the boundaries make unsure about a question of one unit. */
export type BoundaryFacts = {
  beginUnknown: number;
  unverified: number;
  /** Name of the smallest unit of today that holds the whole of an ended unit; the nation where none does. */
  holder: string;
  /** Split units of which only a part went into the asked unit, with who holds their figures. */
  splits: { unit: string; holder: string }[];
};

/** Duties of the question are asked already; the rest is asked here. */
export function askBoundaryFacts(question: Understood): Asking<(duties: Duties) => BoundaryFacts> {
  const { unit, view, from } = question;
  const isToday = view === 'today';
  return together(
    {
      holders: asking(isToday && unit.validTo !== null ? holdersToday(question) : undefined, (rows) => rows),
      splits: asking(isToday && unit.kind !== 'nation' ? splitUnits(question) : undefined, (rows) => rows),
    },
    ({ holders, splits }) =>
      (duties) => ({
        ...duties.unknowns(unit.id, from),
        holder: holders[0]?.name ?? 'Việt Nam',
        splits: splits.map((row) => ({ unit: row.unit, holder: row.holder ?? 'Việt Nam' })),
      }),
  );
}

function writeBoundaryNotes(question: Understood, facts: BoundaryFacts, locale: 'vi' | 'en'): Note[] {
  const { unit, view } = question;
  const notes: Note[] = [];
  const existed =
    (unit.validFrom === null || unit.validFrom <= question.toDay) &&
    (unit.validTo === null || unit.validTo > question.fromDay);
  if (view === 'then' && !existed) notes.push(note(locale, 'view.did_not_exist', { unit: unit.name }));
  if (view === 'today' && unit.validTo !== null) {
    const { holder } = facts;
    notes.push(note(locale, 'view.former_territory', { unit: unit.name, on: toVietnameseDay(unit.validTo), holder }));
  }
  if (facts.beginUnknown > 0) notes.push(note(locale, 'view.begin_unknown', { count: facts.beginUnknown }));
  if (view === 'today' && facts.unverified > 0)
    notes.push(note(locale, 'view.unverified', { count: facts.unverified }));
  for (const split of facts.splits) notes.push(note(locale, 'view.not_divisible', split));
  return notes;
}

function holdersToday(question: Understood): RawBuilder<{ name: string }> {
  return sql`
    select h.name_vi as name from territories t join units h on h.id = t.holder_id and h.valid_to is null
    where t.boundary_version_id = ${question.boundaryVersion} and t.view = 'today' and t.unit_id = ${question.unit.id}
    order by (select count(*) from territories n where n.boundary_version_id = t.boundary_version_id and n.view = 'today'
      and n.holder_id = t.holder_id) limit 1`;
}

function splitUnits(question: Understood): RawBuilder<{ unit: string; holder: string | null }> {
  return sql`
    select distinct f.name_vi as unit, (
      select h.name_vi from territories t join units h on h.id = t.holder_id and h.valid_to is null
      where t.boundary_version_id = ${question.boundaryVersion} and t.view = 'today' and t.unit_id = f.id
      order by (select count(*) from territories n where n.boundary_version_id = t.boundary_version_id and n.view = 'today'
        and n.holder_id = t.holder_id) limit 1) as holder
    from units f join successions s on s.from_unit_id = f.id and s.extent = 'part'
    where s.to_unit_id in ${territoryOf(question)} and f.id not in ${territoryOf(question)}
    order by 1 limit 50`;
}

/** What must be said beside many figures; beside those of one unit, all that is said of it alone. */
export async function listExploredNotes(
  db: Db,
  asked: Scope & { units: ExploredUnit[]; span: Span },
  holders: Holders,
  { duties, splits }: { duties: Duties; splits: number },
  answer: { reported: number[][][]; obliged: number[][][]; marks: number[][][] },
  locale: 'vi' | 'en',
): Promise<Note[]> {
  const { units, span, view } = asked;
  const [only, ...others] = units;
  const boundaryNotes =
    only && others.length === 0
      ? await listBoundaryNotes(db, toQuestion(asked, only), duties, locale)
      : [
          ...noteUnknowns(
            holders.nation === null ? units.map((unit) => unit.id) : [holders.nation],
            duties,
            span,
            view,
            locale,
          ),
          ...(splits > 0 ? [note(locale, 'view.split_units', { count: splits })] : []),
        ];
  const some = (test: (indicator: number, unit: number, period: number) => boolean): boolean =>
    answer.marks.some((grid, indicator) =>
      grid.some((row, unit) => row.some((_mark, period) => test(indicator, unit, period))),
    );
  return [
    ...boundaryNotes,
    ...(some((i, u, p) => (answer.marks[i]![u]![p]! & mark.apportioned) > 0)
      ? [note(locale, 'origin.apportioned')]
      : []),
    ...(some((i, u, p) => answer.reported[i]![u]![p]! < answer.obliged[i]![u]![p]!)
      ? [note(locale, 'coverage.partial')]
      : []),
  ];
}

async function listBoundaryNotes(db: Db, question: Understood, duties: Duties, locale: 'vi' | 'en'): Promise<Note[]> {
  const readFacts = await ask(db, askBoundaryFacts(question));
  return writeBoundaryNotes(question, readFacts(duties), locale);
}

function toQuestion(asked: Scope & { span: Span }, unit: ExploredUnit): Understood {
  const { from, to } = asked.span;
  return {
    ...asked,
    unit,
    from,
    to,
    fromDay: determineMonthDays(from).from,
    toDay: determineMonthDays(to).to,
    answeredAt: '',
  };
}

function noteUnknowns(ids: number[], duties: Duties, span: Span, view: string, locale: 'vi' | 'en'): Note[] {
  const found = ids.map((id) => duties.unknowns(id, span.from));
  const beginUnknown = found.reduce((sum, one) => sum + one.beginUnknown, 0);
  const unverified = found.reduce((sum, one) => sum + one.unverified, 0);
  return [
    ...(beginUnknown > 0 ? [note(locale, 'view.begin_unknown', { count: beginUnknown })] : []),
    ...(view === 'today' && unverified > 0 ? [note(locale, 'view.unverified', { count: unverified })] : []),
  ];
}

/** How many former units there are of which only parts went into some of the units asked, so that they are in none of them. */
export function askSplits({ view }: Scope, { places }: Holders): Asking<number> {
  const counted =
    view === 'today' && places !== null
      ? sql<{ count: number }>`
        with parts as materialized (select s.from_unit_id, s.to_unit_id from successions s where s.extent = 'part'),
        places as materialized (
          select p.holder_id, p.unit_id from ${places} p
          where p.unit_id = any (array(select to_unit_id from parts union select from_unit_id from parts)))
        select count(distinct s.from_unit_id)::int as count from parts s join places p on p.unit_id = s.to_unit_id
        where not exists (select from places f where f.unit_id = s.from_unit_id and f.holder_id = p.holder_id)`
      : undefined;
  return asking(counted, (rows) => rows[0]?.count ?? 0);
}
