import type { Spread } from './measure.ts';
import type { Measured, Outcome, Reach, Unmeasured, Work } from './work.ts';

/** A line of --json: times and sizes as measured; all null where a part could not be measured. */
export type JsonRow = {
  work: string;
  unit: string;
  min: number | null;
  median: number | null;
  max: number | null;
  reach: number | null;
  ok: boolean | null;
};

export type Result = { work: Work; outcome: Outcome };

export function isMeasured(outcome: Outcome): outcome is Measured {
  return 'spread' in outcome;
}

/** Whether the checks of a work held and its median is within reach; null where nothing was to be reached or measured. */
export function judge(outcome: Outcome): boolean | null {
  if (!isMeasured(outcome)) return null;
  if (!outcome.sound) return false;
  return outcome.reach === null ? null : isWithin(outcome.spread.median, outcome.reach);
}

function isWithin(value: number, reach: Reach): boolean {
  return 'atMost' in reach ? value <= reach.atMost : value >= reach.atLeast;
}

function nameOf(work: Work, outcome: Measured | Unmeasured): string {
  return outcome.part === undefined ? work.name : `${work.name}/${outcome.part}`;
}

function limitOf(reach: Reach | null): number | null {
  if (reach === null) return null;
  return 'atMost' in reach ? reach.atMost : reach.atLeast;
}

/** Every line, the ones beside it, and how many times slower or faster ours is (ratio of the medians). */
export function toJsonRows({ work, outcome }: Result): JsonRow[] {
  const name = nameOf(work, outcome);
  const { unit } = outcome;
  const reach = limitOf(outcome.reach);
  if (!isMeasured(outcome)) return [{ work: name, unit, min: null, median: null, max: null, reach, ok: null }];
  const beside = (outcome.beside ?? []).flatMap((other): JsonRow[] => {
    const ratio = outcome.spread.median / other.spread.median;
    return [
      { work: `${name}/${other.name}`, unit, ...rounded(other.spread), reach: null, ok: null },
      {
        work: `${name}/ratio-to-${other.name}`,
        unit: '×',
        ...rounded({ min: ratio, median: ratio, max: ratio }),
        reach: null,
        ok: null,
      },
    ];
  });
  return [{ work: name, unit, ...rounded(outcome.spread), reach, ok: judge(outcome) }, ...beside];
}

function rounded({ min, median, max }: Spread): Spread {
  const round = (value: number): number => Number(value.toPrecision(6));
  return { min: round(min), median: round(median), max: round(max) };
}

const headings = [
  'việc (work)',
  'đơn vị',
  'min',
  'median',
  'max',
  'bên cạnh (beside)',
  'min',
  'median',
  'max',
  'tỷ số',
  'đích',
  'ok',
];
const textColumns = new Set([0, 1, 5]);

/** The results as an aligned table; what stands beside ours shares its line, and what is to be said stands below. */
export function toTable(results: readonly Result[]): string {
  const rows = results.flatMap(({ work, outcome }) => toCells(nameOf(work, outcome), outcome));
  const lines = [headings, ...rows.map(({ cells }) => cells)];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  const line = (cells: string[]): string =>
    cells
      .map((cell, column) => (textColumns.has(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [
    line(headings),
    ...rows.flatMap(({ cells, below }) => [line(cells), ...below.map((text) => `    ${text}`)]),
  ].join('\n');
}

function toCells(name: string, outcome: Outcome): { cells: string[]; below: string[] }[] {
  const reach = reachText(outcome.reach);
  if (!isMeasured(outcome)) {
    return [{ cells: [name, outcome.unit, '–', '–', '–', '', '', '', '', '', reach, '–'], below: [outcome.why] }];
  }
  const verdict = judge(outcome);
  const ours = [name, outcome.unit, ...spreadCells(outcome.spread)];
  const end = [reach, verdict === null ? '–' : verdict ? 'ok' : 'KHÔNG (no)'];
  const beside = (outcome.beside ?? []).map((other) => [
    other.name,
    ...spreadCells(other.spread),
    `${toNumber(outcome.spread.median / other.spread.median)}×`,
  ]);
  const first = [...ours, ...(beside[0] ?? ['', '', '', '', '']), ...end];
  const more = beside.slice(1).map((cells) => ['', '', '', '', '', ...cells, '', '']);
  const all = [first, ...more].map((cells) => ({ cells, below: [] as string[] }));
  if (outcome.said !== undefined) all.at(-1)!.below.push(outcome.said);
  return all;
}

function spreadCells({ min, median, max }: Spread): string[] {
  return [min, median, max].map(toNumber);
}

function toNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function reachText(reach: Reach | null): string {
  if (reach === null) return '–';
  return 'atMost' in reach ? `≤ ${reach.atMost}` : `≥ ${reach.atLeast}`;
}
