/** Kinds of units that have a page of their own, from above. */
export const areaKinds = ['nation', 'province', 'commune', 'residential_area'] as const;
export type AreaKind = (typeof areaKinds)[number];

/** The address of an area's page. */
export function areaAddress(code: string): string {
  return `/khu-vuc/${encodeURIComponent(code)}`;
}
