// Lines over time as places on a plane that begins at zero. What was not reported is a gap and never zero.

export type Point = { x: number; y: number; index: number };
export type LineLayout = {
  /** Neighbouring points of each series; a gap begins a new run. */
  runs: Point[][][];
  ticks: { y: number; value: string }[];
  /** Where each label of the time axis stands; those that would run into each other are left out. */
  labels: { x: number; index: number }[];
  plot: { left: number; right: number; top: number; bottom: number };
};

export function layoutLines(options: {
  series: readonly (readonly (string | null)[])[];
  width: number;
  height: number;
  /** Room for what is written beside the plot. */
  inset: { left: number; right: number; top: number; bottom: number };
  /** How wide a label of the time axis is. */
  labelWidth: number;
  /** The highest value of the axis, where several charts share one. */
  top?: number;
}): LineLayout {
  const { series, width, height, inset, labelWidth } = options;
  const count = Math.max(...series.map((values) => values.length), 1);
  const plot = { left: inset.left, right: width - inset.right, top: inset.top, bottom: height - inset.bottom };
  const ticks = listTicks(options.top ?? highestOf(series));
  const top = Number(ticks.at(-1));
  const xOf = (index: number): number =>
    plot.left + (count === 1 ? 0.5 : index / (count - 1)) * (plot.right - plot.left);
  const yOf = (value: number): number => plot.bottom - (value / top) * (plot.bottom - plot.top);
  const every = Math.max(Math.ceil((count * labelWidth) / Math.max(plot.right - plot.left, 1)), 1);
  return {
    runs: series.map((values) => toRuns(values, (value, index) => ({ x: xOf(index), y: yOf(value), index }))),
    ticks: ticks.map((value) => ({ y: yOf(Number(value)), value })),
    // The last one is always said, so none stands right before it.
    labels: Array.from({ length: count }, (_, index) => index)
      .filter((index) => index === count - 1 || (index % every === 0 && count - 1 - index >= every))
      .map((index) => ({ x: xOf(index), index })),
    plot,
  };
}

export function highestOf(series: readonly (readonly (string | null)[])[]): number {
  return Math.max(...series.flatMap((values) => values.map((value) => (value === null ? 0 : Number(value)))), 0);
}

/** Round numbers from zero to the first one at or above the highest value, as exact texts. */
export function listTicks(highest: number, wanted = 4): string[] {
  if (highest <= 0) return ['0', '1'];
  const rough = highest / wanted;
  const power = Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((one) => one * 10 ** power >= rough - 1e-12)! * 10 ** power;
  const places = Math.max(0, 1 - power);
  const count = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => String(Number((index * step).toFixed(places))));
}

function toRuns(values: readonly (string | null)[], place: (value: number, index: number) => Point): Point[][] {
  const runs: Point[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)!.push(place(Number(value), index));
  });
  return runs.filter((run) => run.length > 0);
}

/** Moves labels that stand over each other apart, keeping their order and staying within the room. */
export function spreadLabels(ys: readonly number[], distance: number, room: { top: number; bottom: number }): number[] {
  const order = ys.map((_, index) => index).toSorted((one, other) => ys[one]! - ys[other]!);
  const placed = [...ys];
  order.forEach((index, place) => {
    const before = order[place - 1];
    if (before !== undefined) placed[index] = Math.max(placed[index]!, placed[before]! + distance);
  });
  let limit = room.bottom;
  for (const index of order.toReversed()) {
    placed[index] = Math.max(Math.min(placed[index]!, limit), room.top);
    limit = placed[index]! - distance;
  }
  return placed;
}
