import { sql } from 'kysely';
import { verifyFigures } from '#modules/figures/index.ts';
import type { Db, Tx } from '#platform/database/database.ts';
import { determineMonthDays, type Month } from '#platform/periods.rules.ts';
import type { Progress } from './progress.ts';
import { withoutIndexes } from '#platform/database/without-indexes.ts';

/** What to make: the same plan on the same units makes the same figures. */
export type FillPlan = {
  seed: number;
  /** Months in which communes report, each while it exists. */
  months: readonly Month[];
  /** So many communes of each province of its time; undefined = all. */
  communesPerProvince: number | undefined;
  /** Filled cells to reach by letting a share of unit-months report; undefined = every unit-month. */
  cells: number | undefined;
  /** Share of submissions that were corrected two months after their approval. */
  correctedShare: number;
};

export type Filled = {
  cells: number;
  submissions: number;
  units: number;
  indicators: string[];
  /** Share of the unit-months that report. */
  share: number;
  from: Month;
  to: Month;
};

const tables = ['submissions', 'submission_versions', 'figures', 'figure_years', 'roll_ups', 'roll_up_keys'] as const;
const reason = 'Số liệu đo, không có thật';

/**
 * Fills a house that has no submission yet with approved figures, in bulk, as the owner of the schema: submissions,
 * versions and figures, then the roll-ups by the house's own function. Throws where verifyFigures then finds a difference.
 */
export async function fillHouse(owner: Db, plan: FillPlan, progress: Progress): Promise<Filled> {
  await requireEmpty(owner);
  const filled = await owner.transaction().execute(async (tx) => {
    await sql`set local jit = off; set local work_mem = '256MB'; set local maintenance_work_mem = '512MB'`.execute(tx);
    const chosen = await chooseUnits(tx, plan, progress);
    await withoutIndexes(tx, tables, async () => {
      await insertMonths(tx, plan, chosen.share, progress);
      progress.say('tổng hợp (roll-ups)…');
      const { id } = await tx
        .selectFrom('boundaryVersions')
        .select('id')
        .where('state', '=', 'current')
        .executeTakeFirstOrThrow();
      await sql`
        insert into figure_years (province_id, unit_id, indicator_id, year, value, imported_cells, supplement_cells, apportioned_cells)
        select f.province_id, f.unit_id, f.indicator_id, year_start(f.month), sum(f.value), count(*) filter (where f.origin = 'imported'),
          count(*) filter (where f.origin = 'supplement'), count(*) filter (where f.origin = 'apportioned')
        from figures f join indicators i on i.id = f.indicator_id and i.period_rule = 'sum'
        where f.is_current and f.value is not null group by 1, 2, 3, 4`.execute(tx);
      await sql`select rebuild_roll_ups_then(${id}, null)`.execute(tx);
      await sql`select build_roll_ups_today(${id})`.execute(tx);
      progress.say('khóa và chỉ mục (keys and indexes)…');
    });
    return { ...chosen, ...(await countFilled(tx)), from: plan.months[0]!, to: plan.months.at(-1)! };
  });
  progress.say('thống kê cho bộ tối ưu (vacuum, analyze)…');
  for (const table of tables) await sql`vacuum (analyze) ${sql.table(table)}`.execute(owner);
  progress.say('đối chiếu (verifyFigures)…');
  const verified = await verifyFigures(owner);
  if (!verified.ok) throw new Error(`the filled figures differ: ${JSON.stringify(verified.differences.slice(0, 3))}`);
  return filled;
}

async function requireEmpty(owner: Db): Promise<void> {
  const found = await owner.selectFrom('submissions').select('id').limit(1).executeTakeFirst();
  if (found) throw new Error('the house already holds submissions; a fill needs an empty one');
}

/** Keeps the units and indicators of the plan in temporary tables, with the accounts that submit and approve. */
async function chooseUnits(
  tx: Tx,
  plan: FillPlan,
  progress: Progress,
): Promise<Pick<Filled, 'units' | 'indicators' | 'share'>> {
  await sql`
    create temporary table fill_units on commit drop as
    select c.id as unit_id, c.province_id, c.valid_from, c.valid_to from (
      select u.*, row_number() over (partition by u.province_id, u.valid_to is null order by hashint8extended(u.id, ${plan.seed})) as place
      from units u where u.kind = 'commune') c
    where ${plan.communesPerProvince ?? null}::int is null or c.place <= ${plan.communesPerProvince ?? null}::int`.execute(
    tx,
  );
  // What only provinces owe is not a commune's to report.
  await sql`
    create temporary table fill_indicators on commit drop as
    select i.id, i.code, i.kind from indicators i
    where i.kind in ('flow', 'stock', 'distinct')
      and not exists (select 1 from obligations o where o.indicator_id = i.id and o.subject_kind = 'province')`.execute(
    tx,
  );
  await sql`
    create temporary table fill_months on commit drop as
    select m.month, m.cut_off from unnest(${plan.months.map((month) => `${month}-01`)}::date[],
      ${plan.months.map((month) => determineMonthDays(month).to)}::date[]) as m(month, cut_off)`.execute(tx);
  await sql`analyze fill_units; analyze fill_indicators`.execute(tx);
  const { rows } = await sql<{ units: number; unitMonths: number; indicators: string[] }>`
    select (select count(*) from fill_units) as units, (select array_agg(code order by code) from fill_indicators) as indicators,
      (select count(*) from fill_units u join fill_months m on ${aliveOn(sql`m.cut_off`)}) as unit_months`.execute(tx);
  const { units, unitMonths, indicators } = rows[0]!;
  const all = unitMonths * indicators.length;
  if (plan.cells !== undefined && plan.cells > all) {
    progress.say(`mọi xã, mọi tháng chỉ có ${all} ô (every unit-month filled gives no more cells)`);
  }
  const share = Math.min(1, (plan.cells ?? all) / Math.max(1, all));
  return { units, indicators, share };
}

function aliveOn(day: ReturnType<typeof sql>) {
  return sql`(u.valid_from is null or u.valid_from <= ${day}) and (u.valid_to is null or u.valid_to > ${day})`;
}

async function insertMonths(tx: Tx, plan: FillPlan, share: number, progress: Progress): Promise<void> {
  const people = await insertPeople(tx);
  for (const [index, month] of plan.months.entries()) {
    await insertMonth(tx, plan, { month, share, ...people });
    progress.tick(`${month} (${index + 1}/${plan.months.length} tháng)`);
  }
}

async function insertPeople(tx: Tx): Promise<{ submitter: string; approver: string }> {
  const { rows } = await sql<{ id: string }>`
    insert into accounts (sign_in_name, display_name, search_key, must_change_password)
    values ('bench.submitter', 'Người nộp (đo)', 'nguoi nop do', true), ('bench.approver', 'Người duyệt (đo)', 'nguoi duyet do', true)
    returning id`.execute(tx);
  return { submitter: rows[0]!.id, approver: rows[1]!.id };
}

/** One month of all chosen units in one statement: submissions, their versions, and the figures of each version. */
async function insertMonth(
  tx: Tx,
  plan: FillPlan,
  { month, share, submitter, approver }: { month: Month; share: number; submitter: string; approver: string },
): Promise<void> {
  const label = sql`${`${month}-01`}::date`;
  const cutOff = sql`${determineMonthDays(month).to}::date`;
  /** An even number from 0 to 2^20 - 1 for a unit in this month. */
  const dice = (unitId: ReturnType<typeof sql>, salt: number) =>
    sql`(hashint8extended(${unitId}::int8 * 1000000 + month_number(${label}), ${plan.seed * 100 + salt}) & 1048575)`;
  await sql`
    with reported as (
      insert into submissions (province_id, unit_id, month)
      select u.province_id, u.unit_id, ${label} from fill_units u
      where ${aliveOn(cutOff)} and ${dice(sql`u.unit_id`, 1)} < ${Math.round(share * 1_048_576)}::int
      returning province_id, id, unit_id),
    versioned as materialized (
      select r.*, n.version, n.version = c.last as is_current, n.version = 2 as corrects
      from reported r,
        lateral (select case when ${dice(sql`r.unit_id`, 2)} < ${Math.round(plan.correctedShare * 1_048_576)}::int then 2 else 1 end as last) c,
        lateral generate_series(1, c.last) as n(version)),
    kept as (
      insert into submission_versions (province_id, submission_id, version, unit_id, month, state, correction_reason, revision,
        opened_by, opened_at, submitted_by, submitted_at, decided_by, decided_at)
      select v.province_id, v.id, v.version, v.unit_id, ${label}, 'approved', case when v.corrects then ${reason} end, 3,
        ${submitter}, t.at, ${submitter}, t.at, ${approver}, t.at
      from versioned v,
        lateral (select least(now() - interval '1 day', ${cutOff}::timestamptz + interval '1 day' * (3 + (${dice(sql`v.unit_id`, 3)} & 7)
          + case when v.corrects then 60 else 0 end)) as at) t)
    insert into figures (province_id, submission_id, version, indicator_id, unit_id, month, value, origin, reason, keys, is_current)
    select v.province_id, v.id, v.version, i.id, v.unit_id, ${label},
      case when i.kind = 'distinct' then cardinality(k.keys) else (h.hash & 15) + v.version - 1 end,
      (array['imported', 'supplement', 'apportioned', 'imported'])[1 + ((h.hash >> 8) & 3)::int], ${reason}, k.keys, v.is_current
    from versioned v cross join fill_indicators i,
      lateral (select hashint8extended((v.unit_id::int8 * 4096 + i.id) * 65536 + month_number(${label}), ${plan.seed}) as hash) h,
      lateral (select case when i.kind = 'distinct' then array(
        select distinct 'Mô hình ' || ((h.hash >> (n * 9)) & 511) from generate_series(1, 1 + (h.hash & 3)::int) as n) end as keys) k`.execute(
    tx,
  );
}

async function countFilled(tx: Tx): Promise<Pick<Filled, 'cells' | 'submissions'>> {
  const { rows } = await sql<Pick<Filled, 'cells' | 'submissions'>>`
    select (select count(*) from figures where is_current) as cells, (select count(*) from submissions) as submissions`.execute(
    tx,
  );
  return rows[0]!;
}
