export type Spread = { min: number; median: number; max: number };

/** `before` runs without a clock. */
export type Competitor<T> = { name: string; run: () => Promise<T>; before?: () => Promise<void> };

export function toSpread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { min: sorted[0]!, median, max: sorted.at(-1)! };
}

/** Milliseconds that an act takes. */
export async function timeOf(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/**
 * Runs the competitors in turn, a b c, b c a …, so that what else the machine does hits all of them alike; once each
 * beforehand without a clock, whose answers are returned for comparison. Milliseconds, in the order of the competitors.
 */
export async function race<T>(
  competitors: readonly Competitor<T>[],
  runs: number,
): Promise<{ answers: T[]; spreads: Spread[] }> {
  const answers: T[] = [];
  for (const competitor of competitors) answers.push(await competitor.run());
  const times: number[][] = competitors.map(() => []);
  for (let run = 0; run < runs; run++) {
    for (let turn = 0; turn < competitors.length; turn++) {
      const index = (run + turn) % competitors.length;
      await competitors[index]!.before?.();
      times[index]!.push(await timeOf(competitors[index]!.run));
    }
  }
  return { answers, spreads: times.map(toSpread) };
}
