/**
 * The 34 provinces of July 2025 as equal tiles, each about where it lies: drawn where no boundaries were imported. By
 * official code (Decision 19/2025/QĐ-TTg); names are short, as they are said.
 */
export type Tile = { code: string; name: string; column: number; row: number };

// One line is a row of tiles from west to east; two characters are a code, dots are nothing.
const rows = [
  '.. 12 15 08 04',
  '11 14 25 19 20',
  '.. .. 01 24 22',
  '.. .. 37 33 31',
  '.. .. 38 .. ..',
  '.. .. 40 .. ..',
  '.. .. 42 44 ..',
  '.. .. .. 46 48',
  '.. .. .. .. 51',
  '.. .. .. .. 52',
  '.. .. .. .. 66',
  '.. 80 75 68 56',
  '91 82 79 .. ..',
  '92 86 .. .. ..',
  '96 .. .. .. ..',
];

const names: Record<string, string> = {
  '01': 'Hà Nội',
  '04': 'Cao Bằng',
  '08': 'Tuyên Quang',
  '11': 'Điện Biên',
  '12': 'Lai Châu',
  '14': 'Sơn La',
  '15': 'Lào Cai',
  '19': 'Thái Nguyên',
  '20': 'Lạng Sơn',
  '22': 'Quảng Ninh',
  '24': 'Bắc Ninh',
  '25': 'Phú Thọ',
  '31': 'Hải Phòng',
  '33': 'Hưng Yên',
  '37': 'Ninh Bình',
  '38': 'Thanh Hoá',
  '40': 'Nghệ An',
  '42': 'Hà Tĩnh',
  '44': 'Quảng Trị',
  '46': 'Huế',
  '48': 'Đà Nẵng',
  '51': 'Quảng Ngãi',
  '52': 'Gia Lai',
  '56': 'Khánh Hoà',
  '66': 'Đắk Lắk',
  '68': 'Lâm Đồng',
  '75': 'Đồng Nai',
  '79': 'TP.HCM',
  '80': 'Tây Ninh',
  '82': 'Đồng Tháp',
  '86': 'Vĩnh Long',
  '91': 'An Giang',
  '92': 'Cần Thơ',
  '96': 'Cà Mau',
};

export const tiles: Tile[] = rows.flatMap((line, row) =>
  line.split(' ').flatMap((code, column) => (code === '..' ? [] : [{ code, name: names[code] ?? code, column, row }])),
);

/** The archipelagos stand out at sea beside the province that they belong to. */
export const tilesAtSea: Record<'hoang_sa' | 'truong_sa', { column: number; row: number }> = {
  hoang_sa: { column: 5, row: 7 },
  truong_sa: { column: 5, row: 12 },
};

export const tileGrid = { columns: 6, rows: rows.length };
