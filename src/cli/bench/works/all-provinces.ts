import { sql } from 'kysely';
import Big from 'big.js';
import type { FiguresAnswer } from '#modules/figures/figures.contract.ts';
import type { Db } from '#platform/database/database.ts';
import { race } from '../measure.ts';
import { askWell } from '../people.ts';
import { findDifference, type Values } from '../plain-sql.ts';
import type { Work } from '../work.ts';
import { pathOf } from './question.ts';
import { spansOf } from './spans.ts';

type Span = { from: string; to: string };

export const allProvinces: Work = {
  name: 'all-provinces',
  vi: 'Mọi chỉ tiêu một năm của từng tỉnh hiện nay: mỗi tỉnh một yêu cầu, cạnh một câu SQL cho tất cả',
  en: 'All indicators of one year for each province of today: one request a province, beside one statement for all',
  measure: async (bench) => {
    const { house, owner, reader, filled } = await bench.open();
    const { year } = spansOf(filled);
    const provinces = await owner
      .selectFrom('units')
      .select('id')
      .where('kind', '=', 'province')
      .where('validTo', 'is', null)
      .execute();
    const { answers, spreads } = await race<Values>(
      [
        {
          name: 'api',
          run: async () => {
            const values: Values = new Map();
            for (const { id } of provinces) {
              const path = pathOf({ unitId: id, isNation: false, ...year, view: 'today' });
              collect(values, id, await askWell<FiguresAnswer>(house, reader, path));
            }
            return values;
          },
        },
        { name: 'kept', run: () => sumKept(owner, year) },
        { name: 'raw', run: () => sumRaw(owner, year) },
      ],
      bench.runs,
    );
    const difference = findDifference(answers[0]!, answers[1]!) ?? findDifference(answers[0]!, answers[2]!);
    return [
      {
        part: 'year',
        unit: 'ms',
        spread: spreads[0]!,
        beside: [
          { name: 'sql-roll-ups', spread: spreads[1]! },
          { name: 'sql-figures', spread: spreads[2]! },
        ],
        reach: null,
        sound: difference === undefined,
        said: difference ?? `${provinces.length} yêu cầu (requests), ${answers[0]!.size} số bằng nhau (values equal)`,
      },
    ];
  },
};

/** What the two statements beside it sum: flows and stocks. */
function collect(values: Values, provinceId: number, answer: FiguresAnswer): void {
  for (const { indicatorCode, kind, value } of answer.figures) {
    if (value !== null && (kind === 'flow' || kind === 'stock'))
      values.set(`${provinceId} ${indicatorCode}`, new Big(value).toFixed());
  }
}

async function sumKept(db: Db, span: Span): Promise<Values> {
  return sum(
    db,
    span,
    sql`select r.unit_id as province_id, r.indicator_id, r.month, r.value from roll_ups r join units p on p.id = r.unit_id
    where p.kind = 'province' and p.valid_to is null and r.span = 'month'
      and r.boundary_version_id in (0, (select id from boundary_versions where state = 'current'))`,
  );
}

async function sumRaw(db: Db, span: Span): Promise<Values> {
  return sum(
    db,
    span,
    sql`select p.id as province_id, f.indicator_id, f.month, f.value from figures f
    join territories t on t.unit_id = f.unit_id and t.view = 'today' and t.boundary_version_id = (select id from boundary_versions where state = 'current')
    join units p on p.id = t.holder_id where p.kind = 'province' and p.valid_to is null and f.is_current and f.value is not null`,
  );
}

async function sum(db: Db, { from, to }: Span, rows: ReturnType<typeof sql>): Promise<Values> {
  const last = sql`${`${to}-01`}::date`;
  const { rows: summed } = await sql<{ provinceId: number; code: string; value: string }>`
    select c.province_id, i.code, sum(c.value) as value from (${rows}) c join indicators i on i.id = c.indicator_id
    where i.kind in ('flow', 'stock') and c.month between case when i.period_rule = 'end' then ${last} else ${`${from}-01`}::date end and ${last}
    group by c.province_id, i.code`.execute(db);
  return new Map(summed.map((row) => [`${row.provinceId} ${row.code}`, new Big(row.value).toFixed()]));
}
