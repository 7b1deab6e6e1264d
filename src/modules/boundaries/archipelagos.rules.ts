/**
 * Hoàng Sa (of Đà Nẵng) and Trường Sa (of Khánh Hoà) lie so far out at sea that a map at one scale would hardly show them.
 * They are never left out: a map draws them in boxes of their own, also where a file of boundaries does not have them.
 */
export type Position = readonly [longitude: number, latitude: number];

export type Archipelago = {
  key: 'hoang_sa' | 'truong_sa';
  nameVi: string;
  nameEn: string;
  /** Official code of the province that it belongs to. */
  provinceCode: string;
  box: { west: number; east: number; south: number; north: number };
  /** Where its better known islands lie, for maps whose boundaries lack them. */
  islands: Position[];
};

export const archipelagos: Archipelago[] = [
  {
    key: 'hoang_sa',
    nameVi: 'Hoàng Sa',
    nameEn: 'Hoang Sa',
    provinceCode: '48',
    box: { west: 110.8, east: 113, south: 15.5, north: 17.3 },
    islands: [
      [111.61, 16.53],
      [111.77, 16.46],
      [111.6, 16.45],
      [111.2, 15.78],
      [112.33, 16.83],
      [112.34, 16.95],
      [112.73, 16.67],
      [111.74, 17.1],
    ],
  },
  {
    key: 'truong_sa',
    nameVi: 'Trường Sa',
    nameEn: 'Truong Sa',
    provinceCode: '56',
    box: { west: 109.2, east: 118, south: 6.5, north: 12.2 },
    islands: [
      [111.92, 8.64],
      [114.33, 11.43],
      [114.36, 10.18],
      [114.33, 9.88],
      [114.48, 10.37],
      [112.92, 7.89],
      [113.84, 8.1],
      [114.36, 11.45],
      [115.8, 10.82],
      [114.23, 8.87],
      [113.03, 8.97],
      [116.03, 9.92],
    ],
  },
];

/** East of every island near the coast and west of Hoàng Sa and most of Trường Sa. */
const farAtSea = 110.5;

/** The archipelago whose sea a place lies in; undefined for the mainland and what lies before its coast. */
export function archipelagoOf([longitude, latitude]: Position): Archipelago | undefined {
  // The south-western reefs of Trường Sa lie farther west, south of all that is before the coast there.
  const isReef = longitude > 109 && latitude < 9.5;
  if (longitude < farAtSea && !isReef) return undefined;
  return latitude > (12.2 + 15.5) / 2 ? archipelagos[0] : archipelagos[1];
}
