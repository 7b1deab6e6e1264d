/** Where something is (WGS 84), as it is kept and written: "9.1768, 105.1524", four digits behind the point, about 10 m. */
export type Position = { latitude: number; longitude: number };

const shape = /^(\d{1,2}(?:\.\d{1,4})?), (\d{3}(?:\.\d{1,4})?)$/;

/** Vietnam with Hoàng Sa and Trường Sa; the table feedback refuses the same. */
const bounds = { south: 6, north: 23.5, west: 102, east: 118 };

/** Reads what is kept; undefined for anything else, and for what lies outside of Vietnam. */
export function readPosition(text: string): Position | undefined {
  const [, latitude, longitude] = shape.exec(text) ?? [];
  return latitude === undefined ? undefined : within({ latitude: Number(latitude), longitude: Number(longitude) });
}

/** Writes a position as it is kept, rounded; undefined where it does not lie in Vietnam. */
export function writePosition({ latitude, longitude }: Position): string | undefined {
  const rounded = within({ latitude: Number(latitude.toFixed(4)), longitude: Number(longitude.toFixed(4)) });
  return rounded && `${rounded.latitude}, ${rounded.longitude}`;
}

function within(position: Position): Position | undefined {
  const { latitude, longitude } = position;
  const isIn =
    latitude >= bounds.south && latitude <= bounds.north && longitude >= bounds.west && longitude <= bounds.east;
  return isIn ? position : undefined;
}
