import type { FiguresAnswer, Indicator } from '#modules/figures/figures.contract.ts';
import { race } from '../measure.ts';
import { askWell } from '../people.ts';
import { askPlainly, findDifference, type PlainQuestion, type Values, valuesOf } from '../plain-sql.ts';
import type { Bench, Measured, OpenBench, Reach } from '../work.ts';

export function pathOf(question: PlainQuestion): string {
  const { from, to, view, asKnownOn, unitId } = question;
  const query = new URLSearchParams({ unit: `#${unitId}`, from, to, view, ...(asKnownOn && { asKnownOn }) });
  return `/figures?${query.toString()}`;
}

export async function listIndicators({ house, reader }: OpenBench): Promise<Indicator[]> {
  return (await askWell<{ items: Indicator[] }>(house, reader, '/indicators')).items;
}

/**
 * One question with every indicator through the API, and the same numbers by one plain statement over the kept roll-ups
 * (which know no past day) and by one over the figures themselves.
 */
export async function raceQuestion(
  bench: Bench,
  question: PlainQuestion,
  part: string,
  reach: Reach | null,
): Promise<Measured> {
  const open = await bench.open();
  const indicators = await listIndicators(open);
  const sources = question.asKnownOn === undefined ? (['kept', 'raw'] as const) : (['raw'] as const);
  const { answers, spreads } = await race<Values>(
    [
      {
        name: 'api',
        run: async () => valuesOf(await askWell<FiguresAnswer>(open.house, open.reader, pathOf(question))),
      },
      ...sources.map((source) => ({ name: source, run: () => askPlainly(open.owner, question, source, indicators) })),
    ],
    bench.runs,
  );
  bench.progress.tick(part);
  const [ours, ...others] = answers;
  const differences = others.flatMap((other, index) => {
    const difference = findDifference(ours!, other);
    return difference === undefined ? [] : [`${sources[index]}: ${difference}`];
  });
  return {
    part,
    unit: 'ms',
    spread: spreads[0]!,
    beside: sources.map((source, index) => ({
      name: source === 'kept' ? 'sql-roll-ups' : 'sql-figures',
      spread: spreads[index + 1]!,
    })),
    reach,
    sound: differences.length === 0 && ours!.size > 0,
    said: differences.length > 0 ? differences.join('; ') : `${ours!.size} chỉ tiêu bằng nhau (values equal)`,
  };
}
