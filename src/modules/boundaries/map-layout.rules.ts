import { type Archipelago, archipelagoOf, archipelagos, type Position } from './archipelagos.rules.ts';
import type { Polygon } from './topology.rules.ts';

// From longitude and latitude to a drawing: the mainland at one scale, the archipelagos in boxes beside it.

export type MapUnit = { id: number; code: string; kind: string; name: string; polygons: Polygon[] | undefined };
export type Rectangle = { x: number; y: number; width: number; height: number };

export type MapLayout = {
  width: number;
  height: number;
  /** What is drawn of each unit outside of the boxes. */
  shapes: { unitId: number; path: string }[];
  insets: {
    archipelago: Archipelago;
    box: Rectangle;
    parts: { unitId: number; path: string }[];
    /** Islands as dots, where the boundaries lack them. */
    dots: { unitId: number; x: number; y: number }[];
    project: Project;
  }[];
  /** Where a position lies on the drawing; undefined where the drawing does not reach. */
  place: (position: Position) => [x: number, y: number] | undefined;
};

const insetShare = 0.27;
const gap = 8;
const captionHeight = 16;

/** Lays a map out in a room at most so wide and high. Undefined where no unit has a boundary. */
export function layoutMap(units: MapUnit[], room: { width: number; height: number }): MapLayout | undefined {
  const parts = units.map((unit) => divide(unit));
  const near = parts.flatMap(({ near: polygons }) => polygons);
  const shownApart = archipelagos.filter((one) => parts.some(({ home, far }) => home.has(one) || far.has(one)));
  const frame = boundsOf(near);
  if (frame === undefined) return shownApart.length === 0 ? undefined : layoutFarOnly(parts, shownApart, room);
  const insetWidth = shownApart.length === 0 ? 0 : Math.min(Math.max(room.width * insetShare, 92), 150);
  const landWidth = room.width - (insetWidth === 0 ? 0 : insetWidth + gap);
  const projection = fit(frame, { x: 0, y: 0, width: landWidth, height: room.height });
  const height = Math.max(projection.height, shownApart.length * (insetWidth * 0.8 + gap + captionHeight));
  const width = projection.width + (insetWidth === 0 ? 0 : insetWidth + gap);
  const insets = placeInsets(shownApart, parts, {
    x: projection.width + gap,
    width: insetWidth,
    height,
    yOf: (latitude) => projection.project([frame.west, latitude])[1],
  });
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    shapes: parts.flatMap(({ unit, near: polygons }) =>
      polygons.length === 0 ? [] : [{ unitId: unit.id, path: toPath(polygons, projection.project) }],
    ),
    insets,
    place: placeOn(insets, { ...projection, box: { x: 0, y: 0, width: projection.width, height: projection.height } }),
  };
}

type Divided = {
  unit: MapUnit;
  near: Polygon[];
  far: Map<Archipelago, Polygon[]>;
  /** Archipelagos that belong to the unit, drawn as dots where its boundary lacks them. */
  home: Set<Archipelago>;
};

function divide(unit: MapUnit): Divided {
  const near: Polygon[] = [];
  const far = new Map<Archipelago, Polygon[]>();
  for (const polygon of unit.polygons ?? []) {
    const archipelago = archipelagoOf(polygon[0]![0]!);
    if (archipelago === undefined) near.push(polygon);
    else far.set(archipelago, [...(far.get(archipelago) ?? []), polygon]);
  }
  return { unit, near, far, home: new Set(archipelagos.filter((one) => isHome(unit, one))) };
}

/** Of the province, and of the special zone that bears the name. */
function isHome(unit: MapUnit, { provinceCode, nameVi }: Archipelago): boolean {
  if (unit.kind === 'province') return unit.code === provinceCode;
  return unit.kind === 'commune' && unit.name.normalize('NFC').endsWith(nameVi);
}

export type Bounds = { west: number; east: number; south: number; north: number };

export function boundsOf(polygons: Polygon[]): Bounds | undefined {
  const bounds = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const [outline] of polygons) {
    for (const [x, y] of outline ?? []) {
      bounds.west = Math.min(bounds.west, x);
      bounds.east = Math.max(bounds.east, x);
      bounds.south = Math.min(bounds.south, y);
      bounds.north = Math.max(bounds.north, y);
    }
  }
  return bounds.west === Infinity ? undefined : bounds;
}

export type Project = (position: Position) => [x: number, y: number];

const margin = 2;

/** The largest scale at which all of it fits; a degree of longitude is as short as it is in the middle. */
function fit({ west, east, south, north }: Bounds, room: Rectangle) {
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [wide, high] = [Math.max((east - west) * shrink, 1e-3), Math.max(north - south, 1e-3)];
  const scale = Math.min((room.width - 2 * margin) / wide, (room.height - 2 * margin) / high);
  const project: Project = ([longitude, latitude]) => [
    room.x + margin + (longitude - west) * shrink * scale,
    room.y + margin + (north - latitude) * scale,
  ];
  return { project, width: wide * scale + 2 * margin, height: high * scale + 2 * margin };
}

function toPath(polygons: Polygon[], project: Project): string {
  return polygons
    .flat()
    .map((ring) => `M${ring.map((position) => project(position).map(round).join(' ')).join('L')}Z`)
    .join('');
}

const round = (number: number): number => Math.round(number * 10) / 10;

type Drawn = { project: Project; box: Rectangle };

/** Places on the mainland, or in the box of the archipelago whose sea a position lies in. */
function placeOn(insets: MapLayout['insets'], land?: Drawn): MapLayout['place'] {
  return (position) => {
    const archipelago = archipelagoOf(position);
    const drawn = archipelago ? insets.find((inset) => inset.archipelago === archipelago) : land;
    if (drawn === undefined) return undefined;
    const { project, box } = drawn;
    const [x, y] = project(position);
    const isOn = x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    return isOn ? [round(x), round(y)] : undefined;
  };
}

function placeInsets(
  shown: Archipelago[],
  parts: Divided[],
  room: { x: number; width: number; height: number; yOf: (latitude: number) => number },
): MapLayout['insets'] {
  let free = 0;
  return shown.map((archipelago, index) => {
    const { north, south, east, west } = archipelago.box;
    const shape = (north - south) / ((east - west) * Math.cos((((north + south) / 2) * Math.PI) / 180));
    const height = room.width * Math.min(Math.max(shape, 0.6), 1) + captionHeight;
    const rest = (shown.length - 1 - index) * (height + gap);
    const wanted = room.yOf((north + south) / 2) - height / 2;
    const y = Math.min(Math.max(wanted, free), Math.max(room.height - height - rest - 1, 0));
    free = y + height + gap;
    return fillInset(archipelago, parts, { x: room.x, y, width: room.width - 1, height });
  });
}

function fillInset(archipelago: Archipelago, parts: Divided[], box: Rectangle): MapLayout['insets'][number] {
  const inner = {
    x: box.x + 4,
    y: box.y + captionHeight,
    width: box.width - 8,
    height: box.height - captionHeight - 4,
  };
  const { project } = fit(archipelago.box, inner);
  const withFar = parts.filter(({ far }) => far.has(archipelago));
  const dotted = withFar.length > 0 ? [] : parts.filter(({ home }) => home.has(archipelago));
  return {
    archipelago,
    box,
    project,
    parts: withFar.map(({ unit, far }) => ({ unitId: unit.id, path: toPath(far.get(archipelago)!, project) })),
    dots: dotted.flatMap(({ unit }) =>
      archipelago.islands.map((island) => {
        const [x, y] = project(island);
        return { unitId: unit.id, x: round(x), y: round(y) };
      }),
    ),
  };
}

/** Only islands far out at sea are asked for: their boxes are the map. */
function layoutFarOnly(parts: Divided[], shown: Archipelago[], room: { width: number; height: number }): MapLayout {
  const width = Math.min(room.width, 320);
  const height = width * 0.9;
  const insets = shown.map((archipelago, index) =>
    fillInset(archipelago, parts, { x: 0, y: index * (height + gap), width: width - 1, height }),
  );
  return {
    width,
    height: Math.ceil(shown.length * (height + gap)),
    shapes: [],
    insets,
    place: placeOn(insets),
  };
}
