/**
 * Makes boundaries small for maps. Lines that two units share are cut out, simplified once and put into both, so that
 * neighbours keep touching; no island is lost, however small.
 */
export type Ring = (readonly [x: number, y: number])[];
/** First the outline, then holes in it; no ring repeats its first point at its end. */
export type Polygon = Ring[];

/** perDegree: steps of the grid that points are put on. tolerance: in degrees, how far a line may move. */
export type Fineness = { perDegree: number; tolerance: number };

/** A point of the grid in one number. */
type Key = number;
const rowLength = 2 ** 24;
const toKey = (x: number, y: number): Key => (x + rowLength / 2) * rowLength + (y + rowLength / 2);
const xOf = (key: Key): number => Math.floor(key / rowLength) - rowLength / 2;
const yOf = (key: Key): number => (key % rowLength) - rowLength / 2;

/** Simplifies the polygons of all units together; answers them in the order given. */
export function simplifyTogether(units: Polygon[][], { perDegree, tolerance }: Fineness): Polygon[][] {
  const onGrid = units.map((polygons) => polygons.map((polygon) => toGrid(polygon, perDegree)));
  const rings = onGrid.flat(2);
  const junctions = findJunctions(rings);
  const cutRings = new Map(rings.map((ring) => [ring, cutAtJunctions(ring, junctions)]));
  // Of a ring of one or two lines each keeps a point between its ends, or nothing would be left of the ring.
  const mustBend = new Set([...cutRings.values()].flatMap((lines) => (lines.length > 2 ? [] : lines.map(nameLine))));
  const limit = (tolerance * perDegree) ** 2;
  const known = new Map<string, Key[]>();
  const simplify = (line: Key[]): Key[] => {
    const isForward = isCanonical(line);
    const canonical = isForward ? line : line.toReversed();
    const name = nameLine(canonical);
    const simple = known.get(name) ?? simplifyLine(canonical, limit, mustBend.has(name));
    known.set(name, simple);
    return isForward ? simple : simple.toReversed();
  };
  const toSimple = (ring: Key[]): Ring => {
    const keys = (cutRings.get(ring) ?? []).flatMap((line) => simplify(line).slice(0, -1));
    const kept = new Set(keys).size < 3 ? ring : keys;
    return kept.map((key) => [xOf(key) / perDegree, yOf(key) / perDegree] as const);
  };
  return onGrid.map((polygons) => polygons.map((polygon) => polygon.map(toSimple)));
}

/** Puts a polygon on the grid. What vanishes there stays as the smallest square, a hole that vanishes is none. */
function toGrid(polygon: Polygon, perDegree: number): Key[][] {
  const rings = polygon.map((ring) => {
    const keys = ring.map(([x, y]) => toKey(Math.round(x * perDegree), Math.round(y * perDegree)));
    return keys.filter((key, index) => key !== keys[(index + keys.length - 1) % keys.length]);
  });
  const [outline = [], ...holes] = rings;
  const [first] = polygon[0] ?? [];
  const at = first === undefined ? 0 : toKey(Math.round(first[0] * perDegree), Math.round(first[1] * perDegree));
  const isArea = (keys: Key[]): boolean => new Set(keys).size > 2;
  return [isArea(outline) ? outline : [at, at + 1, at + rowLength + 1, at + rowLength], ...holes.filter(isArea)];
}

/** Points where not always the same two others stand beside: there lines of different units begin and end. */
function findJunctions(rings: Key[][]): Set<Key> {
  const beside = new Map<Key, readonly [Key, Key]>();
  const junctions = new Set<Key>();
  for (const ring of rings) {
    ring.forEach((key, index) => {
      const [one, other] = [ring.at(index - 1)!, ring[(index + 1) % ring.length]!];
      const pair = one < other ? ([one, other] as const) : ([other, one] as const);
      const earlier = beside.get(key);
      if (earlier === undefined) beside.set(key, pair);
      else if (earlier[0] !== pair[0] || earlier[1] !== pair[1]) junctions.add(key);
    });
  }
  return junctions;
}

/** The lines of a ring from junction to junction; a ring without one is a line from its smallest point back to it. */
function cutAtJunctions(ring: Key[], junctions: ReadonlySet<Key>): Key[][] {
  let places = ring.flatMap((key, index) => (junctions.has(key) ? [index] : []));
  if (places.length === 0) places = [ring.reduce((best, key, index) => (key < ring[best]! ? index : best), 0)];
  return places.map((from, order) => {
    const to = places[order + 1] ?? places[0]! + ring.length;
    return Array.from({ length: to - from + 1 }, (_, step) => ring[(from + step) % ring.length]!);
  });
}

/** One of the two directions in which neighbours run along a line. */
function isCanonical(line: Key[]): boolean {
  const [first, second, beforeLast, last] = [line[0]!, line[1]!, line.at(-2)!, line.at(-1)!];
  return first === last ? second <= beforeLast : first < last;
}

function nameLine(line: Key[]): string {
  const [first, second, beforeLast, last] = [line[0]!, line[1]!, line.at(-2)!, line.at(-1)!];
  return isCanonical(line)
    ? `${first} ${second} ${beforeLast} ${last} ${line.length}`
    : `${last} ${beforeLast} ${second} ${first} ${line.length}`;
}

/** Keeps what is farther than the limit from the line between what is kept (Douglas and Peucker); ends always stay. */
function simplifyLine(line: Key[], limit: number, mustBend: boolean): Key[] {
  const kept = new Uint8Array(line.length);
  kept[0] = 1;
  kept[line.length - 1] = 1;
  const isClosed = line[0] === line.at(-1);
  const open: { from: number; to: number; mustBend: boolean }[] = [
    { from: 0, to: line.length - 1, mustBend: mustBend || isClosed },
  ];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { from, to } = part;
    let farthest = -1;
    let most = -1;
    for (let index = from + 1; index < to; index += 1) {
      const distance = squareDistance(line[index]!, line[from]!, line[to]!);
      if (distance > most) [farthest, most] = [index, distance];
    }
    if (farthest === -1 || (most <= limit && !part.mustBend)) continue;
    kept[farthest] = 1;
    // Both halves of what comes back to its beginning bend as well, or it would be a stroke.
    const halvesBend = line[from] === line[to];
    open.push({ from, to: farthest, mustBend: halvesBend }, { from: farthest, to, mustBend: halvesBend });
  }
  return line.filter((_, index) => kept[index] === 1);
}

function squareDistance(point: Key, from: Key, to: Key): number {
  const [px, py, ax, ay] = [xOf(point), yOf(point), xOf(from), yOf(from)];
  const [dx, dy] = [xOf(to) - ax, yOf(to) - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(Math.max(((px - ax) * dx + (py - ay) * dy) / length, 0), 1);
  return (px - ax - along * dx) ** 2 + (py - ay - along * dy) ** 2;
}

// On the wire -----------------------------------------------------------------------------------------------------------

/** A ring as whole steps of the grid: the first point, then how far each next one lies from the one before. */
export function packRing(ring: Ring, perDegree: number): number[] {
  let [x, y] = [0, 0];
  return ring.flatMap(([longitude, latitude]) => {
    const [toX, toY] = [Math.round(longitude * perDegree), Math.round(latitude * perDegree)];
    const step = [toX - x, toY - y];
    [x, y] = [toX, toY];
    return step;
  });
}

export function unpackRing(steps: number[], perDegree: number): Ring {
  let [x, y] = [0, 0];
  const ring: Ring = [];
  for (let index = 0; index + 1 < steps.length; index += 2) {
    x += steps[index]!;
    y += steps[index + 1]!;
    ring.push([x / perDegree, y / perDegree]);
  }
  return ring;
}
