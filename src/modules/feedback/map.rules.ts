import { archipelagoOf } from '#modules/boundaries/archipelagos.rules.ts';
import { type Bounds, boundsOf, layoutMap, type MapLayout } from '#modules/boundaries/map-layout.rules.ts';
import { type Polygon, simplifyTogether } from '#modules/boundaries/topology.rules.ts';
import { readPosition } from './position.rules.ts';

/** An item of the list by its number there, and where it is. */
export type PlacedItem = { number: number; position: string | null };

/** What is drawn at one spot: the numbers of one or more items that lie too near to be told apart. */
export type Marker = { x: number; y: number; numbers: number[] };

export type FeedbackMap = { layout: MapLayout; markers: Marker[]; hasOutline: boolean };

/** Pixels of a phone of 360: the page leaves 16 on either side. */
const room = { width: 328, height: 400 };
/** Wide enough for a thumb (WCAG 2.2: 24 pixels at least). */
export const markerSize = 26;
/** How far a line may move, and what is too small to be drawn, in pixels. */
const tolerance = 0.7;
const smallest = 1.5;
/** Of an outline; some 11 characters each. Where it has more, it is thinned further. */
const mostPoints = 600;

/**
 * The map of an area with what lies in it. Without an outline it reaches as far as the items. Undefined where no item has
 * a position that would be seen.
 */
export function layoutFeedbackMap(
  outline: { code: string; kind: string; name: string; polygons: Polygon[] } | undefined,
  items: readonly PlacedItem[],
): FeedbackMap | undefined {
  const placed = items.flatMap(({ number, position }) => {
    const read = position === null ? undefined : readPosition(position);
    return read ? [{ number, at: [read.longitude, read.latitude] as const }] : [];
  });
  if (placed.length === 0) return undefined;
  const unit = outline ?? { code: '', kind: 'none', name: '', polygons: [frameAround(placed.map(({ at }) => at))] };
  const layout = layoutMap([{ ...unit, id: 0, polygons: thin(unit.polygons) }], room);
  if (layout === undefined) return undefined;
  const markers: Marker[] = [];
  for (const { number, at } of placed) {
    const spot = layout.place(at);
    if (spot === undefined) continue;
    const [x, y] = spot;
    const near = markers.find((marker) => Math.hypot(marker.x - x, marker.y - y) < markerSize);
    if (near) near.numbers.push(number);
    else markers.push({ x, y, numbers: [number] });
  }
  return markers.length === 0 ? undefined : { layout, markers, hasOutline: outline !== undefined };
}

/** At least about a kilometre wide. */
function frameAround(places: (readonly [longitude: number, latitude: number])[]): Polygon {
  const { west, east, south, north } = boundsOf([[places]])!;
  const [wide, high] = [Math.max(east - west, 0.01) * 0.7, Math.max(north - south, 0.01) * 0.7];
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  return [
    [
      [x - wide, y - high],
      [x + wide, y - high],
      [x + wide, y + high],
      [x - wide, y + high],
    ],
  ];
}

/** What can be seen of an outline on a phone, no longer than agreed. Islands far out at sea are dots in their boxes. */
function thin(polygons: Polygon[]): Polygon[] {
  const near = polygons.filter(([outline]) => archipelagoOf(outline![0]!) === undefined);
  const bounds = boundsOf(near);
  if (bounds === undefined) return [];
  const pixel = Math.max(widthOf(bounds) / room.width, heightOf(bounds) / room.height);
  const sizes = near.map((polygon) => sizeOf(boundsOf([polygon])!));
  const largest = Math.max(...sizes);
  for (let step = pixel; ; step *= 1.5) {
    const seen = near.filter((_, at) => sizes[at]! >= Math.min(smallest * step, largest));
    const perDegree = Math.min(Math.ceil(4 / pixel), 40_000);
    const [thinned] = simplifyTogether([seen], { perDegree, tolerance: tolerance * step });
    const points = thinned!.flat().reduce((sum, ring) => sum + ring.length, 0);
    if (points <= mostPoints || step > 20 * pixel) return thinned!;
  }
}

const sizeOf = (bounds: Bounds): number => Math.max(widthOf(bounds), heightOf(bounds));
const widthOf = ({ west, east }: Bounds): number => east - west;
const heightOf = ({ south, north }: Bounds): number => north - south;
