import { deflateRawSync } from 'node:zlib';
import { CFB } from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import type { Problem } from '#platform/http/problem.ts';
import { toTcvn3, toVni } from '#tests/support/legacy-encodings.ts';
import { convertWithOffice, findOffice, officeTimeout } from '#tests/support/office.ts';
import { makeWorkbook, makeWorkbookInFont } from '#tests/support/workbooks.ts';
import { readSheets } from './read-sheets.ts';
import { readWorkbook } from './read-workbook.ts';
import { type CellRead, readLimits, type WorkbookRead } from './workbook.ts';

const sentence = 'Công an phường Hòa Bình tiếp nhận nguồn tin có giá trị, vận động quần chúng tố giác tội phạm';

function cellAt(workbook: WorkbookRead, address: string, sheet = 0): CellRead | undefined {
  return workbook.sheets[sheet]?.rows.flatMap((row) => row.cells).find((cell) => cell.address === address);
}

function refusalOf(content: Uint8Array | string, limits = readLimits): string {
  try {
    readSheets(Buffer.from(content), limits);
  } catch (error) {
    return (error as Problem).code;
  }
  return 'read';
}

describe.each(['xlsx', 'xls'] as const)('.%s', (bookType) => {
  test('values keep their kind', async () => {
    const rows = [
      ['Tiêu đề'],
      [
        { t: 'n', v: 43835.6, z: 'dd/mm/yyyy' } as const,
        41736,
        { t: 'n', v: 0.9266, z: '0.00%' } as const,
        true,
        ' a ',
        '  ',
      ],
      [],
      [{ t: 'n', v: -5, z: 'dd/mm/yyyy' } as const, { t: 'e', v: 0x17 } as const, { t: 'n', v: 3, f: '1+2' } as const],
    ];
    const workbook = readSheets(makeWorkbook({ 'Trang 1': rows }, bookType), readLimits);
    expect(workbook.format).toBe(bookType);
    expect(workbook.sheets[0]!.rows.map((row) => row.number)).toEqual([1, 2, 4]);
    expect(cellAt(workbook, 'A2')).toMatchObject({ kind: 'day', value: '2020-01-05', written: '05/01/2020' });
    expect(cellAt(workbook, 'B2')).toMatchObject({ kind: 'number', value: 41736, written: '41.736', column: 2 });
    expect(cellAt(workbook, 'C2')).toMatchObject({ kind: 'number', isPercent: true, written: '92,66%' });
    expect(cellAt(workbook, 'D2')).toMatchObject({ kind: 'boolean', value: true });
    expect(cellAt(workbook, 'E2')).toMatchObject({ kind: 'text', value: 'a' });
    expect(cellAt(workbook, 'F2')).toBeUndefined();
    expect(cellAt(workbook, 'A4')).toMatchObject({ kind: 'unreadable', reason: 'not_a_day' });
    expect(cellAt(workbook, 'B4')).toMatchObject({ kind: 'unreadable', reason: 'error_value', written: '#REF!' });
    // The writer of .xls in the tests keeps results of formulas only.
    expect(cellAt(workbook, 'C4')).toMatchObject({ kind: 'number', value: 3, isFormula: bookType === 'xlsx' });
  });

  test('decomposed letters are composed', async () => {
    const workbook = readSheets(makeWorkbook({ A: [[sentence.normalize('NFD')]] }, bookType), readLimits);
    expect(cellAt(workbook, 'A1')!.value).toBe(sentence);
  });

  test('the 1904 system of days', async () => {
    const content = makeWorkbook({ A: [[{ t: 'n', v: 42373, z: 'dd/mm/yyyy' }]] }, bookType, (workbook) => {
      workbook.Workbook = { WBProps: { date1904: true } };
    });
    expect(cellAt(readSheets(Buffer.from(content), readLimits), 'A1')!.value).toBe('2020-01-05');
  });

  test('merged titles, hidden rows and hidden sheets are told', async () => {
    const content = makeWorkbook({ 'Dữ liệu': [['Tiêu đề'], ['a'], ['b']], Ẩn: [['x']] }, bookType, (workbook) => {
      const sheet = workbook.Sheets['Dữ liệu']!;
      sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 0, c: 3 } }];
      sheet['!rows'] = [{}, { hidden: true }];
      workbook.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 2 }] };
    });
    const [sheet, hidden] = readSheets(Buffer.from(content), readLimits).sheets;
    expect(sheet!.mergedRanges).toEqual(['A1:D1']);
    // The writer of .xls in the tests leaves hidden rows and sheets out.
    if (bookType === 'xlsx') expect(sheet!.rows.map((row) => row.isHidden)).toEqual([false, true, false]);
    if (bookType === 'xlsx') expect(hidden!.isHidden).toBe(true);
  });

  test('text of legacy encodings is told by its syllables', async () => {
    const rows = sentence.split(' ').map((word) => [toVni(word), toTcvn3(word), word]);
    const workbook = readSheets(makeWorkbook({ A: rows }, bookType), readLimits);
    expect(workbook.sheets[0]!.rows.map((row) => row.cells.map((cell) => cell.value))).toEqual(
      sentence.split(' ').map((word) => [word, word, word]),
    );
    expect(workbook.sheets[0]!.convertedFrom.toSorted()).toEqual(['tcvn3', 'vni']);
  });
});

describe('fonts tell the encoding of single words', () => {
  test.each([
    ['.VnTime', toTcvn3('Tổ'), 'Tổ'],
    ['.VnTimeH', toTcvn3('Tổ'), 'TỔ'],
    ['VNI-Times', toVni('Tổ'), 'Tổ'],
    ['Times New Roman', 'Tổ', 'Tổ'],
    ['.VnTime', 'Tổ', 'Tổ'],
  ])('%s', async (font, written, value) => {
    const content = await makeWorkbookInFont([[written]], font);
    expect(cellAt(readSheets(Buffer.from(content), readLimits), 'A1')!.value).toBe(value);
  });

  test.skipIf(findOffice() === undefined)('in .xls as LibreOffice writes it', officeTimeout, async () => {
    const content = await convertWithOffice(await makeWorkbookInFont([[toTcvn3('Tổ')]], '.VnTimeH'), 'a.xlsx', 'xls');
    const workbook = readSheets(Buffer.from(content), readLimits);
    expect(workbook.format).toBe('xls');
    expect(cellAt(workbook, 'A1')!.value).toBe('TỔ');
  });
});

test('readWorkbook does the same in a thread of its own', async () => {
  const rows = Array.from({ length: 1200 }, (_, index) => [`Dòng ${index}`, index]);
  const content = makeWorkbook({ A: rows, B: [['b']] });
  expect(await readWorkbook(content)).toEqual(readSheets(content, readLimits));
  await expect(readWorkbook(Buffer.from('<p>'))).rejects.toMatchObject({ code: 'workbook.not_a_workbook' });
});

test('a formula without a result is told apart from one with 0', async () => {
  const content = makeWorkbook({ A: [[{ t: 'n', v: 0, f: '1-1' }, { t: 'z', f: '1+1' } as never]] });
  const workbook = readSheets(Buffer.from(content), readLimits);
  expect(cellAt(workbook, 'A1')).toMatchObject({ kind: 'number', value: 0, isFormula: true });
  expect(cellAt(workbook, 'B1')).toMatchObject({
    kind: 'unreadable',
    reason: 'formula_without_result',
    isFormula: true,
  });
});

describe('.csv', () => {
  const rows = `Tên;Số lượng\r\n"${sentence}; đợt 1";"41.736"\r\n\r\n=1+1;92,66\r\n`;
  test.each([
    ['UTF-8', Buffer.from(rows)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${rows}`)],
    ['UTF-16', Buffer.from(`\uFEFF${rows}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${rows}`, 'utf16le').swap16()],
    ['commas', Buffer.from('sep=,\nTên,Số lượng\n"' + sentence + '; đợt 1","41.736"\n\n=1+1,"92,66"')],
    ['tabs', Buffer.from(`Tên\tSố lượng\n${sentence}; đợt 1\t41.736\n\n=1+1\t92,66`)],
    ['TCVN3', Buffer.from(toTcvn3(rows), 'latin1')],
    ['VNI', Buffer.from(toVni(rows), 'latin1')],
  ])('%s', async (_, content) => {
    const workbook = readSheets(Buffer.from(content), readLimits);
    const values = workbook.sheets[0]!.rows.map((row) => [row.number, ...row.cells.map((cell) => cell.value)]);
    expect(values).toEqual([
      [1, 'Tên', 'Số lượng'],
      [2, `${sentence}; đợt 1`, '41.736'],
      [4, '=1+1', '92,66'],
    ]);
  });

  test('windows-1258', () => {
    const workbook = readSheets(toWindows1258(`Tên;Số\n${sentence};5`), readLimits);
    expect(cellAt(workbook, 'A2')!.value).toBe(sentence);
  });

  test('bytes that no encoding makes sense of', async () => {
    expect(refusalOf(Buffer.from('a;\xe3\xe3\xf8\n', 'latin1'))).toBe('workbook.csv_encoding_unknown');
  });
});

describe('refuses', () => {
  test('what is no workbook', async () => {
    expect(refusalOf('')).toBe('workbook.empty');
    expect(refusalOf('\n\n')).toBe('workbook.empty');
    expect(refusalOf('<html><table></table></html>')).toBe('workbook.not_a_workbook');
    expect(refusalOf(Buffer.from('%PDF-1.7\n\x01\x02\x00'))).toBe('workbook.not_a_workbook');
    expect(refusalOf(zip('word/document.xml', '<a/>'))).toBe('workbook.not_a_workbook');
    expect(refusalOf(Buffer.from('504b0304ffff', 'hex'))).toBe('workbook.damaged');
    expect(refusalOf(makeWorkbook({ A: [['a']] }).subarray(0, 2000))).toBe('workbook.damaged');
    expect(refusalOf(makeWorkbook({ A: [] }))).toBe('workbook.empty');
  });

  test('a file locked by a password', async () => {
    expect(refusalOf(lockedWorkbook())).toBe('workbook.encrypted');
  });

  test('what is larger than allowed', async () => {
    const content = makeWorkbook({ A: [['a', 'b', 'c'], ['d'], ['e']] });
    expect(refusalOf(content, { ...readLimits, fileBytes: 10 })).toBe('workbook.too_large');
    expect(refusalOf(content, { ...readLimits, rows: 2 })).toBe('workbook.too_many_rows');
    expect(refusalOf(content, { ...readLimits, columns: 2 })).toBe('workbook.too_many_columns');
    expect(refusalOf('a\nb\nc', { ...readLimits, rows: 2 })).toBe('workbook.too_many_rows');
    expect(refusalOf(content, { ...readLimits, rows: 3, columns: 3 })).toBe('read');
  });

  test('a zip that unpacks to more than it says', async () => {
    const honest = zip('xl/workbook.xml', 'x'.repeat(100_000));
    const lying = zip('xl/workbook.xml', 'x'.repeat(100_000), 10);
    expect(refusalOf(honest, { ...readLimits, unzippedBytes: 50_000 })).toBe('workbook.unzips_too_large');
    expect(refusalOf(lying, { ...readLimits, unzippedBytes: 50_000 })).toBe('workbook.unzips_too_large');
  });

  test('an encoding that cannot be told', async () => {
    expect(refusalOf(makeWorkbook({ A: [[toTcvn3('Công an')]] }))).toBe('workbook.encoding_unknown');
  });
});

/** Excel keeps a locked .xlsx as an encrypted package in a compound file. */
function lockedWorkbook(): Buffer {
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/EncryptionInfo', Buffer.from('0400040040000000', 'hex'));
  CFB.utils.cfb_add(file, '/EncryptedPackage', Buffer.alloc(64, 7));
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

/** Letters as that code page has them: â, ê, ô, ơ, ư, ă, đ whole, tones as characters behind. */
function toWindows1258(text: string): Buffer {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const characters = bytes.map((byte) => new TextDecoder('windows-1258').decode(Uint8Array.of(byte)));
  const parts = text.normalize('NFD').replaceAll(/(\p{L})(\p{M}*)/gu, (_, letter: string, marks: string) => {
    const tone = marks.replaceAll(/[\u0302\u0306\u031B]/g, '');
    return (letter + marks.replace(tone, '')).normalize('NFC') + tone;
  });
  return Buffer.from([...parts].map((each) => characters.indexOf(each)));
}

/** A zip file with one part. */
function zip(name: string, text: string, claimedBytes = text.length): Buffer {
  const packed = deflateRawSync(text);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(claimedBytes, 22);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(claimedBytes, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}
