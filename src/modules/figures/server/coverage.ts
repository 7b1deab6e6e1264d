import { sql, type RawBuilder } from 'kysely';
import { type Asking, asking, together } from '#platform/database/asking.ts';
import type { Coverage, HeldUnit } from '../figures.contract.ts';
import { countOwedMonths, type Duty, type Life, type Span } from '../spans.rules.ts';
import { type Holders, reportersOf, type Scope } from './cells.ts';
import type { KnownIndicator } from './indicators.ts';
import { territoryOf, type Understood } from './question.ts';
import { monthNumber } from '#platform/periods.rules.ts';

/** What is owed, without what was reported of it. */
export type Owed = Pick<Coverage, 'obliged' | 'units'>;

/**
 * What the holders owe: obligations of the nation and of provinces bind every unit of a kind within the issuer, in the
 * months in which it exists on the cut-off day. For indicators asked at the period's end only the last month counts. The
 * rows asked grow with the holders and not with what was reported.
 */
export class Duties {
  readonly #duties: Map<number, Duty[]>;
  readonly #lives: Map<number, Life[]>;
  /** Months owed by life, for each list of duties and span: most indicators are owed alike. */
  readonly #months = new Map<string, Map<Life, number>>();
  readonly #alike = new Map<number, string>();

  private constructor(duties: Map<number, Duty[]>, lives: Map<number, Life[]>) {
    this.#duties = duties;
    this.#lives = lives;
  }

  static ask(scope: Scope, holders: Holders, indicators: readonly KnownIndicator[]): Asking<Duties> {
    return together(
      {
        duties: asking(dutiesOf(indicators), (rows) => Map.groupBy(rows, (duty) => duty.indicatorId)),
        lives: asking(livesOfAll(scope, holders), readLives),
      },
      ({ duties, lives }) => new Duties(duties, lives),
    );
  }

  /** What a holder owes of an entered indicator in a span. */
  owed(holderId: number, indicator: KnownIndicator, span: Span): Owed {
    return this.over(indicator, span)(holderId);
  }

  /** The same for many holders. */
  over(indicator: KnownIndicator, span: Span): (holderId: number) => Owed {
    const monthsOf = this.#monthsOver(indicator, span);
    return (holderId) => {
      const owed = { obliged: 0, units: 0 };
      for (const life of this.#lives.get(holderId) ?? []) {
        const months = monthsOf(life);
        if (months === 0) continue;
        owed.obliged += months * life.units;
        owed.units += life.units;
      }
      return owed;
    };
  }

  /** The lives of a holder's units that owe an indicator in a span. */
  owing(holderId: number, indicator: KnownIndicator, span: Span): Life[] {
    const monthsOf = this.#monthsOver(indicator, span);
    return (this.#lives.get(holderId) ?? []).filter((life) => monthsOf(life) > 0);
  }

  /** How many units of a holder owe anything at all in a span. */
  countOwing(holderId: number, span: Span): number {
    const duties = [...this.#duties.values()].flat();
    return (this.#lives.get(holderId) ?? [])
      .filter((life) => countOwedMonths(life, duties, span) > 0)
      .reduce((sum, life) => sum + life.units, 0);
  }

  /** Units below a holder that lasted into a month though their first day is unknown, and those with an unverified successor. */
  unknowns(holderId: number, from: string): { beginUnknown: number; unverified: number } {
    const found = { beginUnknown: 0, unverified: 0 };
    for (const life of this.#lives.get(holderId) ?? []) {
      found.unverified += life.unverified;
      if (life.kind !== 'province' && life.firstMonth === 0 && life.lastMonth >= monthNumber(from))
        found.beginUnknown += life.units;
    }
    return found;
  }

  /** Indicators with the same answer here are owed by the same units in the same months of every span. */
  kindOf({ id, periodRule }: KnownIndicator): string {
    return `${periodRule} ${this.#kindOf(id, this.#duties.get(id) ?? [])}`;
  }

  /** Worked out once for all units of a life, which many holders share. */
  #monthsOver(indicator: KnownIndicator, { from, to }: Span): (life: Life) => number {
    const span = { from: indicator.periodRule === 'end' ? to : from, to };
    const duties = this.#duties.get(indicator.id) ?? [];
    const key = `${this.#kindOf(indicator.id, duties)} ${span.from} ${to}`;
    const known = this.#months.get(key) ?? new Map<Life, number>();
    this.#months.set(key, known);
    return (life) => {
      const found = known.get(life) ?? countOwedMonths(life, duties, span);
      known.set(life, found);
      return found;
    };
  }

  #kindOf(indicatorId: number, duties: Duty[]): string {
    const known = this.#alike.get(indicatorId);
    if (known !== undefined) return known;
    const kind = duties.map((one) => [one.subjectKind, one.issuerId, one.firstMonth, one.lastMonth].join()).join(';');
    this.#alike.set(indicatorId, kind);
    return kind;
  }
}

function dutiesOf(indicators: readonly KnownIndicator[]): RawBuilder<Duty & { indicatorId: number }> {
  return sql`
    select distinct o.indicator_id, o.subject_kind, case when issuer.kind = 'nation' then null else issuer.id end as issuer_id,
      month_number(o.from_month) as first_month, coalesce(month_number(o.to_month), 999999) as last_month
    from obligations o join units issuer on issuer.id = o.unit_id
    where o.indicator_id = any (${indicators.map((one) => one.id)}::int[])`;
}

type LifeRow = Life & { holders: string };

/** Units that can owe anything, counted by life; one row for all holders alike, because thousands of communes share a few. */
function livesOfAll(scope: Scope, holders: Holders): RawBuilder<LifeRow> {
  const kept = [...holders.kept, ...(holders.whole ?? []), ...(holders.nation === null ? [] : [holders.nation])];
  const isKept = holders.places === null || holders.whole !== undefined;
  return sql`
    select kind, issuer_id, first_month, last_month, units, unverified, string_agg(holder_id::text, ',') as holders
    from (
      select l.holder_id, l.subject_kind as kind, l.issuer_id, l.first_month, l.last_month, l.units, l.unverified from territory_lives l
      where l.boundary_version_id = ${scope.boundaryVersion} and l.view = ${scope.view} and l.holder_id = any (${kept}::int[])
      ${isKept ? sql`` : sql`union all select * from ${livesOf(scope, holders.places!)} o`}) a
    group by kind, issuer_id, first_month, last_month, units, unverified`;
}

/** Lives by holder; holders with equally many units of a life share one object, so that it is worked out once. */
function readLives(rows: readonly LifeRow[]): Map<number, Life[]> {
  const lives = new Map<number, Life[]>();
  for (const { holders, ...life } of rows) {
    for (const holder of holders.split(',')) {
      const list = lives.get(Number(holder));
      if (list) list.push(life);
      else lives.set(Number(holder), [life]);
    }
  }
  return lives;
}

/** Months of a unit `u` as `territory_lives` counts them. */
const firstMonth = sql`u.first_month`;
const lastMonth = sql`u.last_month`;

function issuers(scope: Scope): RawBuilder<unknown> {
  return sql`(select t.unit_id, t.holder_id from territories t join units h on h.id = t.holder_id and h.kind = 'province'
    where t.boundary_version_id = ${scope.boundaryVersion} and t.view = 'then')`;
}

function livesOf(scope: Scope, places: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select p.holder_id, u.kind, coalesce(i.holder_id, 0) as issuer_id, ${firstMonth} as first_month, ${lastMonth} as last_month,
      count(*)::int as units, (count(*) filter (where u.valid_to is not null and exists (
        select from successions s where s.from_unit_id = u.id and s.extent = 'unverified')))::int as unverified
    from ${places} p join units u on u.id = p.unit_id and u.kind in ('province', 'district', 'commune')
    left join ${issuers(scope)} i on i.unit_id = u.id
    group by 1, 2, 3, 4, 5)`;
}

/** How many units gave at least one value of each indicator over a question's territory and span. */
export function askReporters(question: Understood, indicators: readonly KnownIndicator[]): Asking<Map<number, number>> {
  const reporters = sql<{ indicatorId: number; units: number }>`
    select r.indicator_id, count(*)::int as units from ${reportersOf(question, whereOf(question), indicators, question)} r
    group by r.indicator_id`;
  return asking(
    indicators.length > 0 ? reporters : undefined,
    (rows) => new Map(rows.map((row) => [row.indicatorId, row.units])),
  );
}

function whereOf(question: Understood): RawBuilder<unknown> | null {
  return question.unit.kind === 'nation' ? null : territoryOf(question);
}

/** Obliged units without a single approved value of an indicator in the span, in the order of their codes. */
export function askSilentUnits(
  question: Understood,
  indicator: KnownIndicator,
  duties: Duties,
  limit: number,
): Asking<HeldUnit[]> {
  const owing = duties.owing(question.unit.id, indicator, question);
  const silent = sql<HeldUnit>`
    with owing as (
      select * from unnest(${owing.map((one) => one.kind)}::text[], ${owing.map((one) => one.issuerId)}::int[],
        ${owing.map((one) => one.firstMonth)}::int[], ${owing.map((one) => one.lastMonth)}::int[])
        as n(kind, issuer_id, first_month, last_month))
    select u.id, u.code, u.name_vi as name, u.kind, u.valid_from, u.valid_to
    from units u left join ${issuers(question)} i on i.unit_id = u.id
    where u.id in ${territoryOf(question)}
      and (u.kind, coalesce(i.holder_id, 0), ${firstMonth}, ${lastMonth}) in (select kind, issuer_id, first_month, last_month from owing)
      and u.id not in (select r.unit_id from ${reportersOf(question, whereOf(question), [indicator], question)} r)
    order by u.code, u.valid_to limit ${limit}`;
  return asking(silent, (rows) => rows);
}
