import { sql } from 'kysely';
import { enterSession } from '#platform/database/database.ts';
import { race, timeOf, toSpread } from '../measure.ts';
import { ask, askWell, moveOn } from '../people.ts';
import type { Bench, OpenBench, Outcome, Work } from '../work.ts';
import { type BookQuestion, chooseSubjects, listBook } from './book.ts';
import { listIndicators } from './question.ts';

/** Each question so many times; p95 is taken over all of them together. */
const rounds = 12;

export const questionBook: Work = {
  name: 'question-book',
  vi: 'Mười tám câu hỏi toàn quốc qua API; lần nào cũng tính lại từ đầu',
  en: 'Eighteen national questions through the API, each time computed anew',
  measure: async (bench) => {
    const open = await bench.open();
    const book = await openBook(open);
    const outcomes: Outcome[] = [];
    const all: number[] = [];
    for (const question of book) {
      const times: number[] = [];
      await askWell(open.house, open.reader, question.path);
      for (let round = 0; round < Math.max(bench.runs, rounds); round++) {
        await moveOn(open.owner);
        times.push(await timeOf(() => askWell(open.house, open.reader, question.path)));
      }
      all.push(...times);
      bench.progress.tick(`question-book ${question.name}`);
      outcomes.push({
        part: question.name,
        unit: 'ms',
        spread: toSpread(times),
        reach: { atMost: 200 },
        sound: true,
        said: question.what,
      });
    }
    const sorted = all.toSorted((a, b) => a - b);
    const p95 = sorted[Math.ceil(sorted.length * 0.95) - 1]!;
    const max = sorted.at(-1)!;
    const whole = (part: string, value: number, atMost: number): Outcome => ({
      part,
      unit: 'ms',
      spread: { min: value, median: value, max: value },
      reach: { atMost },
      sound: true,
      said: 'DHIS2 nêu cho 18 câu hỏi như vậy trên PostgreSQL: năm câu 140–230 s (its own expectations: five of them 140–230 s)',
    });
    return [...outcomes, whole('p95', p95, 100), whole('max', max, 200)];
  },
};

export async function openBook(open: OpenBench): Promise<BookQuestion[]> {
  const subjects = await chooseSubjects(open.owner, await listIndicators(open), open.filled.indicators);
  return listBook(subjects, open.filled.to);
}

const clients = 8;
const secondsOf = ({ filled }: OpenBench): number => (filled.cells > 1_000_000 ? 6 : 0.3);

/** One request for all provinces and forty indicators, as answer time and as a rate. */
export const provincesByIndicators: Work = {
  name: 'provinces-by-indicators',
  vi: 'Mọi tỉnh × 40 chỉ tiêu × một năm trong một yêu cầu, cạnh SQL đọc thẳng số tổng hợp',
  en: 'All provinces × 40 indicators, one year, in one request, beside plain SQL over the kept roll-ups',
  measure: async (bench) => {
    const open = await bench.open();
    const all = await listIndicators(open);
    const chosen = all
      .filter((one) => (one.kind === 'flow' || one.kind === 'stock') && open.filled.indicators.includes(one.code))
      .slice(0, 40);
    const year = Number(open.filled.to.slice(0, 4)) - 1;
    const codes = chosen.map((one) => one.code);
    const pathTo = (indicators: string[]): string =>
      `/explore?${new URLSearchParams({ indicators: indicators.join(','), units: 'VN:province', periods: String(year) }).toString()}`;
    const path = pathTo(codes);
    const plain = () => readPlainly(open, codes, year);
    const { answers, spreads } = await race<number>(
      [
        {
          name: 'api',
          before: () => moveOn(open.owner),
          run: async () => countValues(await askWell(open.house, open.reader, path)),
        },
        { name: 'plain', run: plain },
      ],
      Math.max(bench.runs, 30),
    );
    const rate = await measureRate(open, () => path);
    // In an order that nobody asked for yet.
    const rateAnew = await measureRate(open, () => pathTo(codes.toSorted(() => Math.random() - 0.5)));
    const isSame = answers[0] === answers[1];
    return [
      {
        part: 'answer',
        unit: 'ms',
        spread: spreads[0]!,
        beside: [{ name: 'sql-roll-ups', spread: spreads[1]! }],
        reach: { atMost: Math.min(50, 3 * spreads[1]!.median) },
        sound: isSame,
        said: `${answers[0]} số (values), SQL ${answers[1]}; đích là nhỏ hơn trong 50 ms và 3 lần SQL (the smaller of 50 ms and 3 × SQL)`,
      },
      {
        part: 'rate',
        unit: 'yêu cầu/s (requests/s)',
        spread: toSpread(rate),
        reach: { atLeast: 200 },
        sound: true,
        said: `${clients} người cùng hỏi một câu giữa hai lần ghi (clients ask the same between two commits); Directus 12: 7–11/s`,
      },
      {
        part: 'rate-anew',
        unit: 'yêu cầu/s (requests/s)',
        spread: toSpread(rateAnew),
        reach: null,
        sound: true,
        said: 'lần nào cũng tính lại (each computed anew)',
      },
    ];
  },
};

function countValues(answer: unknown): number {
  return (answer as { values: (string | null)[][][] }).values.flat(2).filter((value) => value !== null).length;
}

async function readPlainly({ house, reader }: OpenBench, codes: string[], year: number): Promise<number> {
  return house.db.transaction().execute(async (tx) => {
    await enterSession(tx, reader.token);
    const { rows } = await sql<{ unitId: number; code: string; value: string }>`
      select r.unit_id, i.code, sum(r.value) as value from roll_ups r join indicators i on i.id = r.indicator_id
      join units u on u.id = r.unit_id and u.valid_to is null
      where r.boundary_version_id in (0, (select id from boundary_versions where state = 'current')) and i.code = any (${codes}::text[])
        and (i.period_rule = 'sum' and r.span = 'year' and r.month = ${`${year}-01-01`}::date
          or i.period_rule = 'end' and r.span = 'month' and r.month = ${`${year}-12-01`}::date)
      group by r.unit_id, i.code`.execute(tx);
    return rows.length;
  });
}

async function measureRate(open: OpenBench, nextPath: () => string): Promise<number[]> {
  const rates: number[] = [];
  const seconds = secondsOf(open);
  for (let run = 0; run < 3; run++) {
    let answered = 0;
    const end = performance.now() + seconds * 1000;
    await Promise.all(
      Array.from({ length: clients }, async () => {
        while (performance.now() < end) {
          const { status } = await ask(open.house, open.reader, 'GET', nextPath());
          if (status !== 200) throw new Error(`answered ${status}`);
          answered += 1;
        }
      }),
    );
    rates.push(answered / seconds);
  }
  return rates;
}

/** The times of the fill: bulk load and reorganisation, measured while they happened. */
export const loads: Work = {
  name: 'loads',
  vi: 'Nhập số liệu cũ từ tệp, và sắp xếp đơn vị giữa lúc đang lưu (đo khi dựng dữ liệu)',
  en: 'Old figures from a file, and the reorganisation amid saves (measured while the house was filled)',
  measure: async (bench: Bench) => {
    const { filled } = await bench.open();
    const largest = filled.loads.toSorted((a, b) => b.figures - a.figures)[0]!;
    const rates = filled.loads.map((load) => load.figures / load.seconds);
    const outcomes: Outcome[] = [
      {
        part: 'figures',
        unit: 'số/s (figures/s)',
        spread: { min: Math.min(...rates), median: largest.figures / largest.seconds, max: Math.max(...rates) },
        reach: { atLeast: 100_000 },
        sound: true,
        said: `${largest.figures} số trong ${largest.seconds.toFixed(0)} s, gồm kiểm tra, khóa, chỉ mục và tổng hợp (checks, keys, indexes and roll-ups included)`,
      },
    ];
    const { reorganisation } = filled;
    if (reorganisation === null) return outcomes;
    const { seconds: took, saves, savesPerSecond, slowestSaveMs, failures, isSameAsThen, endedUnits } = reorganisation;
    outcomes.push({
      part: 'reorganisation',
      unit: 's',
      spread: { min: took, median: took, max: took },
      reach: { atMost: 60 },
      sound: failures.length === 0 && isSameAsThen,
      said:
        failures[0] ??
        `${endedUnits} đơn vị kết thúc (units ended); ${saves} lượt lưu (saves), ${savesPerSecond.toFixed(0)}/s, chậm nhất ${slowestSaveMs.toFixed(0)} ms; số như khi đó ${isSameAsThen ? 'không đổi (unchanged)' : 'ĐỔI (CHANGED)'}`,
    });
    return outcomes;
  },
};
