import type { Work } from '../work.ts';
import { raceQuestion } from './question.ts';
import { pastDayOf, spansOf } from './spans.ts';

const reach = { atMost: 100 };

export const nationFigures: Work = {
  name: 'nation-figures',
  vi: 'Mọi chỉ tiêu của cả nước, một năm và mười năm, theo hai địa giới, và như đã biết đến một ngày đã qua',
  en: 'All indicators of the nation, one year and ten, in both boundaries, and as known on a past day',
  measure: async (bench) => {
    const { filled, nationId } = await bench.open();
    const { year, tenYears } = spansOf(filled);
    const base = { unitId: nationId, isNation: true };
    return [
      await raceQuestion(bench, { ...base, ...year, view: 'then' }, 'year', reach),
      await raceQuestion(bench, { ...base, ...tenYears, view: 'then' }, 'ten-years', reach),
      await raceQuestion(bench, { ...base, ...tenYears, view: 'today' }, 'ten-years-today', reach),
      await raceQuestion(
        bench,
        { ...base, ...year, view: 'then', asKnownOn: pastDayOf(filled) },
        'year-as-known',
        null,
      ),
    ];
  },
};
