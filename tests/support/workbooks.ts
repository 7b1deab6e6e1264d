// Makes workbooks with another library than the one that reads or marks them in the product where that matters.
import { read, utils, write, type BookType, type CellObject, type WorkBook } from '@e965/xlsx';
import { Workbook } from '@cj-tech-master/excelts';

type Value = string | number | boolean | null | CellObject;

/** A workbook of one or several sheets; a cell object allows formats and formulas. */
export function makeWorkbook(
  sheets: Record<string, Value[][]>,
  bookType: BookType = 'xlsx',
  change?: (workbook: WorkBook) => void,
): Buffer {
  const workbook = utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) utils.book_append_sheet(workbook, utils.aoa_to_sheet(rows), name);
  change?.(workbook);
  return write(workbook, { type: 'buffer', bookType, compression: true }) as Buffer;
}

/** A workbook whose cells are all set in a font. */
export async function makeWorkbookInFont(rows: string[][], fontName: string): Promise<Uint8Array> {
  const workbook = new Workbook();
  const sheet = workbook.addWorksheet('Sheet1');
  for (const row of rows) sheet.addRow(row).eachCell((cell) => (cell.font = { name: fontName, size: 12 }));
  return workbook.xlsx.writeBuffer();
}

/** What another reader finds: all values of a sheet as they are, one list per row. */
export function readValues(content: Uint8Array, sheetName: string): unknown[][] {
  const workbook = read(content, { type: 'buffer', cellDates: true });
  const sheet = workbook.Sheets[sheetName];
  if (sheet === undefined) throw new Error(`no sheet ${sheetName} among ${workbook.SheetNames.join(', ')}`);
  return utils.sheet_to_json(sheet, { header: 1, raw: true, defval: null, UTC: true });
}
