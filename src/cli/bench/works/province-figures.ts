import { sql } from 'kysely';
import type { OpenBench, Work } from '../work.ts';
import { raceQuestion } from './question.ts';
import { spansOf } from './spans.ts';

const reach = { atMost: 100 };

export const provinceFigures: Work = {
  name: 'province-figures',
  vi: 'Mọi chỉ tiêu của một tỉnh, một năm và mười năm, theo hai địa giới: qua API, cạnh SQL thuần',
  en: 'All indicators of a province, one year and ten, in both boundaries: through the API, beside plain SQL',
  measure: async (bench) => {
    const open = await bench.open();
    const unitId = await findFullestProvince(open);
    const { year, tenYears } = spansOf(open.filled);
    const base = { unitId, isNation: false };
    return [
      await raceQuestion(bench, { ...base, ...year, view: 'then' }, 'year', reach),
      await raceQuestion(bench, { ...base, ...tenYears, view: 'then' }, 'ten-years', reach),
      await raceQuestion(bench, { ...base, ...tenYears, view: 'today' }, 'ten-years-today', reach),
    ];
  },
};

/** The province of today whose territory holds the most figures. */
export async function findFullestProvince({ owner }: OpenBench): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select u.id from units u join territories t on t.holder_id = u.id and t.view = 'today'
      and t.boundary_version_id = (select id from boundary_versions where state = 'current')
    join submissions s on s.unit_id = t.unit_id
    where u.kind = 'province' and u.valid_to is null
    group by u.id order by count(*) desc, u.id limit 1`.execute(owner);
  if (!rows[0]) throw new Error('no province of today holds figures');
  return rows[0].id;
}
