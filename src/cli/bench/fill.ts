import { createReadStream, createWriteStream, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import { to as copyTo } from 'pg-copy-streams';
import { createAccount } from '#modules/accounts/index.ts';
import { importFigures } from '#modules/submissions/server/import-figures.ts';
import type { Db } from '#platform/database/database.ts';
import { determineMonthDays, type Month } from '#platform/periods.rules.ts';
import { openClient } from '../backup.ts';
import type { Progress } from './progress.ts';

/** What to make: the same plan on the same units makes the same figures. */
export type FillPlan = {
  seed: number;
  /** Months in which communes report, each while it exists. */
  months: readonly Month[];
  /** So many communes of each province of its time; undefined = all. */
  communesPerProvince: number | undefined;
  /** Filled cells to reach by letting a share of unit-years report; undefined = every unit-month. */
  cells: number | undefined;
  /** So many of the indicators that communes enter, one of each kind at least; undefined = all. */
  entered: number | undefined;
  /** Figures of before come in before the communes of today are there, which then take over all of them. */
  formerFirst: boolean;
  /** Share of submissions that were corrected two months after their approval. */
  correctedShare: number;
};

export type Filled = {
  cells: number;
  submissions: number;
  units: number;
  /** Entered indicators with figures. */
  indicators: string[];
  /** Share of the unit-years that report. */
  share: number;
  /** Figures with records behind them. */
  fromRecords: number;
  from: Month;
  to: Month;
  /** Of each load: figures, and the seconds from the first byte of the file to the commit. */
  loads: { figures: number; seconds: number }[];
  /** What the reorganisation of the nation took while saves went on; null where the plan has none. */
  reorganisation: Reorganised | null;
};

export type Reorganised = {
  seconds: number;
  endedUnits: number;
  saves: number;
  savesPerSecond: number;
  slowestSaveMs: number;
  failures: string[];
  /** Every total as then was the same before and after. */
  isSameAsThen: boolean;
};

const reason = 'Số liệu đo, không có thật';
const people = { submittedBy: 'bench.submitter', approvedBy: 'bench.approver' };

/** Lays on every commune the duty to report the indicators of the plan in its months, and makes who hands up and approves. */
export async function prepareFill(owner: Db, plan: FillPlan): Promise<string[]> {
  const found = await owner.selectFrom('submissions').select('id').limit(1).executeTakeFirst();
  if (found) throw new Error('the house already holds submissions; a fill needs an empty one');
  // What only provinces owe is not a commune's to report. The kinds take turns, so that a few are of all kinds.
  const { rows } = await sql<{ code: string }>`
    select i.code from (
      select code, row_number() over (partition by kind order by code) * case kind when 'distinct' then 12 when 'stock' then 3 else 1 end as place
      from indicators i where i.kind in ('flow', 'stock', 'distinct')
        and not exists (select 1 from obligations o where o.indicator_id = i.id and o.subject_kind = 'province')) i
    order by i.place, i.code limit ${plan.entered ?? null}::int`.execute(owner);
  const codes = rows.map((row) => row.code).toSorted();
  await sql`
    insert into obligations (province_id, unit_id, indicator_id, subject_kind, from_month, to_month, basis)
    select 0, n.id, i.id, 'commune', ${`${plan.months[0]}-01`}::date, null, ${reason}
    from units n, indicators i where n.kind = 'nation' and i.code = any (${codes})
    on conflict do nothing`.execute(owner);
  const nation = await owner.selectFrom('units').select('id').where('kind', '=', 'nation').executeTakeFirstOrThrow();
  await owner.transaction().execute(async (tx) => {
    for (const [signInName, role] of [
      [people.submittedBy, 'older_data_recorder'],
      [people.approvedBy, 'province_approver'],
    ] as const) {
      const posts = [{ unitId: nation.id, role, organisationCode: 'police' }];
      await createAccount(tx, { signInName, displayName: signInName, posts });
    }
  });
  return codes;
}

/** How many unit-months there are in a plan, whose share makes its cells. */
export async function countUnitMonths(owner: Db, plan: FillPlan): Promise<number> {
  const { rows } = await sql.raw<{ count: number }>(`select count(*) as count ${reporting(plan, 1)}`).execute(owner);
  return rows[0]!.count;
}

/**
 * Writes the figures of a plan as a file and brings it in by the path that a migration of old data takes. Answers how many
 * figures came in, and in how many seconds.
 */
export async function fillMonths(
  migrateUrl: string,
  plan: FillPlan,
  codes: readonly string[],
  share: number,
  folder: string,
  progress: Progress,
): Promise<{ figures: number; seconds: number }> {
  const file = join(folder, `figures-${plan.months[0]}.csv`);
  progress.say(`tệp số liệu (a file of figures) ${plan.months[0]}…${plan.months.at(-1)}…`);
  const client = await openClient(migrateUrl);
  try {
    if (!existsSync(file)) {
      writeFileSync(file, 'unit,month,indicator,value,origin,keys,known_on,correction\n');
      await pipeline(
        client.query(copyTo(`copy (${figuresOf(plan, codes, share)}) to stdout (format csv)`)),
        createWriteStream(file, { flags: 'a' }),
      );
    }
    const start = performance.now();
    const result = await importFigures(client, {
      content: createReadStream(file, { highWaterMark: 1024 * 1024 }),
      reason,
      ...people,
      confirm: true,
      say: (line) => progress.say(line),
    });
    const seconds = (performance.now() - start) / 1000;
    if (!result.imported) throw new Error(`the figures were refused: ${JSON.stringify(result.faults.slice(0, 3))}`);
    progress.say('vacuum…');
    await client.query(
      'vacuum (analyze) submissions, submission_versions, figures, figure_years, roll_ups, roll_up_keys',
    );
    return { figures: result.figures, seconds };
  } finally {
    await client.end();
  }
}

export async function countFilled(owner: Db): Promise<Pick<Filled, 'cells' | 'submissions' | 'units'>> {
  const { rows } = await sql<Pick<Filled, 'cells' | 'submissions' | 'units'>>`
    select count(*) as submissions, count(distinct unit_id) as units,
      (select count(*) from figures where is_current) as cells from submissions`.execute(owner);
  return rows[0]!;
}

// Plain text, because COPY takes no parameters; all that is put in are numbers and months of the plan.

/** An even number from 0 to 2^20 - 1 for a unit and a number. */
function dice(unitId: string, number: string, seed: number): string {
  return `(hashint8extended(${unitId}::int8 * 1000000 + ${number}, ${seed}) & 1048575)`;
}

/** The unit-months that report, as u (a commune) and m (label, cut_off). A unit's year is there or not, as paper is. */
function reporting({ months, communesPerProvince, seed }: FillPlan, share: number): string {
  const listed = months.map((month) => `('${month}-01'::date, '${determineMonthDays(month).to}'::date)`).join(', ');
  return `
    from (
      select u.*, row_number() over (partition by u.province_id, u.valid_to is null order by hashint8extended(u.id, ${seed})) as place
      from units u where u.kind = 'commune') u
    join (values ${listed}) as m(label, cut_off)
      on (u.valid_from is null or u.valid_from <= m.cut_off) and (u.valid_to is null or u.valid_to > m.cut_off)
    where u.place <= ${communesPerProvince ?? 1_000_000}
      and ${dice('u.id', 'extract(year from m.label)::int', seed)} < ${Math.round(share * 1_048_576)}`;
}

/** Lines of the file. Names of a distinct indicator come from some forty that its province knows. */
function figuresOf(plan: FillPlan, codes: readonly string[], share: number): string {
  const seed = plan.seed * 100;
  return `
    select v.code, to_char(v.label, 'YYYY-MM'), i.code,
      case when i.kind = 'distinct' then cardinality(k.keys) else (h.hash & 15) + v.version - 1 end,
      case when (h.hash >> 8) & 7 = 0 then 'apportioned' end, array_to_string(k.keys, '|'), v.known_on,
      case when v.version = 2 then '${reason}' end
    from (
      select u.id, u.code, u.province_id, m.label, n.version,
        least(vietnam_today() - 1, m.cut_off + (3 + (${dice('u.id', 'month_number(m.label)', seed + 3)} & 7))::int + (n.version - 1) * 60) as known_on
      from (select u.id, u.code, u.province_id, m.label, m.cut_off ${reporting(plan, share)}) as w(id, code, province_id, label, cut_off)
      cross join lateral (select w.id, w.code, w.province_id) u cross join lateral (select w.label, w.cut_off) m
      cross join lateral generate_series(1, case when ${dice('u.id', 'month_number(m.label)', seed + 2)} < ${Math.round(plan.correctedShare * 1_048_576)}
        and m.cut_off + 70 < vietnam_today() then 2 else 1 end) as n(version)) v
    cross join (select id, code, kind from indicators where code in (${codes.map((code) => `'${code}'`).join(', ')})) i
    cross join lateral (select hashint8extended((v.id::int8 * 4096 + i.id) * 65536 + month_number(v.label), ${plan.seed}) as hash) h
    cross join lateral (select case when i.kind = 'distinct' then array(
      select distinct 'Mô hình ' || ((v.province_id * 7 + ((h.hash >> (n * 9)) & 511) % 40) & 511) from generate_series(1, 1 + (h.hash & 3)::int) as n) end as keys) k`;
}
