import type { Db } from '#platform/database/database.ts';
import { Kept } from './kept.ts';
import { computeSheet, type Sheet } from './published.ts';

/** How long a sheet is shown again without being computed anew; what is shown of it tells its moment. */
const sheetSeconds = 300;

/** The sheet of a unit that holds others, computed once for all who ask within some minutes. */
export type Sheets = (db: Db, holder: { id: number; kind: string }) => Promise<Sheet>;

export function openSheets(): Sheets {
  // The nation and its provinces.
  const kept = new Kept<Sheet>({ seconds: sheetSeconds, most: 100 });
  return (db, holder) => kept.get(holder.id, () => computeSheet(db, holder));
}
