import type { ReportChart } from './reports.contract.ts';
import { type Locale, writeNumber } from './reports.rules.ts';

/**
 * Charts of a report as plain shapes, drawn alike on screen and on paper: one dark tone on white that also reads in black
 * and white, every value written beside its mark. The table with the same numbers stands beside each.
 */
export type Shape =
  | { tag: 'line'; x1: number; y1: number; x2: number; y2: number; stroke: string }
  | { tag: 'rect'; x: number; y: number; width: number; height: number; fill: string }
  | { tag: 'circle'; cx: number; cy: number; r: number; fill: string }
  | { tag: 'polyline'; points: string; stroke: string }
  | { tag: 'text'; x: number; y: number; anchor: 'start' | 'middle' | 'end'; text: string; fill: string };

export type Drawing = { width: number; height: number; shapes: Shape[] };

const tone = '#0b5d57';
const ink = '#1b2a2f';
const axis = '#6b7478';
const width = 640;
const letterWidth = 7.2;
export const letterSize = 14;

/** Draws a chart; null where there are not two values to see beside each other. */
export function drawChart(chart: ReportChart, locale: Locale): Drawing | null {
  if (chart.points.filter(({ value }) => value !== null).length < 2) return null;
  return chart.kind === 'line' ? drawLine(chart, locale) : drawBars(chart, locale);
}

/** The chart in one sentence, for those who do not see it. */
export function describeChart(chart: ReportChart, locale: Locale): string {
  const points = chart.points.flatMap(({ label, value }) =>
    value === null ? [] : [`${label}: ${writeNumber(value, locale)}`],
  );
  return `${chart.title} (${chart.measureUnit}): ${points.join('; ')}.`;
}

function drawLine({ points }: ReportChart, locale: Locale): Drawing {
  const height = 260;
  const [left, right, top, bottom] = [28, 28, 30, 34];
  const numbers = points.map(({ value }) => (value === null ? null : Number(value)));
  const highest = Math.max(...numbers.map((number) => number ?? 0), 1);
  const xOf = (index: number): number => left + (index / Math.max(points.length - 1, 1)) * (width - left - right);
  const yOf = (number: number): number => top + (1 - number / highest) * (height - top - bottom);
  const at = numbers.map((number, index) => (number === null ? null : { x: xOf(index), y: yOf(number), index }));
  const every = Math.ceil((points.length * 64) / (width - left - right));
  const last = points.length - 1;
  // The last one is always said, so none stands right before it.
  const isSaid = (index: number): boolean => index === last || (index % every === 0 && last - index >= every);
  return {
    width,
    height,
    shapes: [
      { tag: 'line', x1: left, y1: height - bottom, x2: width - right, y2: height - bottom, stroke: axis },
      ...toRuns(at).map((run): Shape => ({
        tag: 'polyline',
        points: run.map(({ x, y }) => `${round(x)},${round(y)}`).join(' '),
        stroke: tone,
      })),
      ...at.flatMap((place): Shape[] =>
        place === null
          ? []
          : [
              { tag: 'circle', cx: round(place.x), cy: round(place.y), r: 3.5, fill: tone },
              ...(isSaid(place.index)
                ? [
                    atEdge(
                      place.index,
                      points,
                      writeValueAt(place, at, writeNumber(points[place.index]!.value!, locale)),
                    ),
                  ]
                : []),
            ],
      ),
      ...points.flatMap(({ label }, index) =>
        isSaid(index) ? [atEdge(index, points, write(xOf(index), height - 12, label))] : [],
      ),
    ],
  };
}

type Letters = Extract<Shape, { tag: 'text' }>;
type Place = { x: number; y: number; index: number };

/** The value above its mark; under it where the line rises from there, so that it does not cross the number. */
function writeValueAt(place: Place, at: (Place | null)[], text: string): Letters {
  const neighbours = [at[place.index - 1], at[place.index + 1]].flatMap((one) => one ?? []);
  const isLowest = neighbours.length > 0 && neighbours.every(({ y }) => y < place.y - 4);
  return write(place.x, isLowest ? place.y + 20 : place.y - 10, text);
}

/** Letters of the first and last point stay within the drawing. */
function atEdge(index: number, points: ReportChart['points'], letters: Letters): Letters {
  if (index === 0) return { ...letters, anchor: 'start', x: round(letters.x - 12) };
  return index === points.length - 1 ? { ...letters, anchor: 'end', x: round(letters.x + 12) } : letters;
}

/** Neighbouring places that have a value; a gap breaks the line. */
function toRuns<P>(places: (P | null)[]): P[][] {
  const runs: P[][] = [[]];
  for (const place of places) {
    if (place === null) runs.push([]);
    else runs.at(-1)!.push(place);
  }
  return runs.filter((run) => run.length > 1);
}

const rowHeight = 28;
const mostLetters = 34;

/** Bars side by side under each other; shares carry their per cent of the whole. */
function drawBars({ kind, points }: ReportChart, locale: Locale): Drawing {
  const known = points.filter((point): point is { label: string; value: string } => point.value !== null);
  const highest = Math.max(...known.map(({ value }) => Number(value)), 1);
  const whole = known.reduce((sum, { value }) => sum + Number(value), 0);
  const names = Math.max(...known.map(({ label }) => Math.min(label.length, mostLetters))) * letterWidth + 16;
  const room = width - names - 130;
  return {
    width,
    height: known.length * rowHeight + 16,
    shapes: known.flatMap(({ label, value }, index): Shape[] => {
      const y = 8 + index * rowHeight;
      const length = Math.max(round((Number(value) / highest) * room), 1);
      const share = kind === 'share' && whole > 0 ? ` (${writeShareOf(Number(value), whole, locale)})` : '';
      return [
        { ...write(names - 8, y + 19, shorten(label)), anchor: 'end' },
        { tag: 'rect', x: names, y: y + 5, width: length, height: 18, fill: tone },
        { ...write(names + length + 8, y + 19, `${writeNumber(value, locale)}${share}`), anchor: 'start' },
      ];
    }),
  };
}

function writeShareOf(part: number, whole: number, locale: Locale): string {
  return `${writeNumber(((part * 100) / whole).toFixed(1), locale)}%`;
}

function shorten(text: string): string {
  return text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text;
}

function write(x: number, y: number, text: string): Letters {
  return { tag: 'text', x: round(x), y: round(y), anchor: 'middle', text, fill: ink };
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

/** A drawing as an SVG file of its own, with the letters of the family given. */
export function toSvg({ width: w, height, shapes }: Drawing, family: string): string {
  const body = shapes.map((shape) => {
    if (shape.tag === 'text') {
      return `<text x="${shape.x}" y="${shape.y}" text-anchor="${shape.anchor}" fill="${shape.fill}">${escapeText(shape.text)}</text>`;
    }
    const { tag, ...rest } = shape;
    const attributes = Object.entries(rest).map(([name, value]) => `${name}="${value}"`);
    const stroke = tag === 'polyline' ? ' fill="none" stroke-width="2.5" stroke-linejoin="round"' : '';
    return `<${tag} ${attributes.join(' ')}${stroke}/>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${height}" width="${w}" height="${height}" ` +
    `font-family="${family}" font-size="${letterSize}">${body.join('')}</svg>`
  );
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
