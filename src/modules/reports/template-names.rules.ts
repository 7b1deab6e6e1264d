import { sectionKeys, type SectionKey } from './report-sections.rules.ts';
import type { Locale } from './reports.rules.ts';

/** The names that a unit's own Word template may hold between double braces: {{T02}}, {{T02.truoc}}, {{ban_van.han_che}}. */

/** Vietnamese names of the sections, without diacritics so that they are easily typed. */
export const sectionNames: Record<SectionKey, string> = {
  situation: 'tinh_hinh',
  leadership: 'lanh_dao',
  results: 'ket_qua',
  outreach: 'tuyen_truyen',
  tips: 'nguon_tin',
  initiatives: 'mo_hinh',
  equipment: 'camera',
  teams: 'luc_luong',
  hand_ins: 'giao_nop',
  supports: 'ho_tro',
  standards: 'tieu_chuan',
  awards: 'khen_thuong',
  others: 'khac',
  limits: 'han_che',
  tasks: 'nhiem_vu',
  coverage: 'do_phu',
};

export const plainNames = {
  don_vi: { vi: 'Tên đơn vị của báo cáo', en: 'Name of the unit of the report' },
  ten_bao_cao: { vi: 'Trích yếu của báo cáo', en: 'The abstract of the report' },
  ky: { vi: 'Kỳ báo cáo, bằng chữ', en: 'The span in words' },
  tu_ngay: { vi: 'Ngày đầu kỳ', en: 'First day of the span' },
  den_ngay: { vi: 'Ngày cuối kỳ', en: 'Last day of the span' },
  ky_so_sanh: { vi: 'Kỳ so sánh, bằng chữ', en: 'The earlier span in words' },
  co_quan: { vi: 'Cơ quan ban hành', en: 'The body that issues the report' },
  noi_ngay: { vi: 'Địa danh và ngày', en: 'Place and date' },
  can_cu_so_lieu: { vi: 'Kỳ, địa giới, thời điểm của số liệu', en: 'Period, boundaries and moment of the figures' },
} as const satisfies Record<string, Record<Locale, string>>;
export type PlainName = keyof typeof plainNames;

/** Behind the code of an indicator: nothing = its figure as in a sentence. */
export const figureParts = {
  '': { vi: 'Số liệu như trong câu, không kèm đơn vị tính', en: 'The figure as in a sentence, without its unit' },
  don_vi_tinh: { vi: 'Đơn vị tính', en: 'Its measure unit' },
  truoc: { vi: 'Số liệu của kỳ so sánh', en: 'The figure of the earlier span' },
  chenh_lech: { vi: 'Tăng, giảm so với kỳ so sánh', en: 'The difference from the earlier span' },
  muc_tieu: { vi: 'Mục tiêu và đạt hay chưa', en: 'The target and whether it is met' },
  do_phu: { vi: 'Độ phủ', en: 'Coverage' },
} as const satisfies Record<string, Record<Locale, string>>;
export type FigurePart = keyof typeof figureParts;

/** In front of the name of a section; each takes a paragraph of its own. */
export const blockKinds = {
  ban_van: { vi: 'Phần tự viết của mục', en: 'The writer’s own text of a section' },
  cau: { vi: 'Các câu số liệu của mục', en: 'The sentences of a section' },
  bang: { vi: 'Bảng số liệu của mục', en: 'The table of a section' },
  hinh: { vi: 'Biểu đồ của mục', en: 'The charts of a section' },
} as const satisfies Record<string, Record<Locale, string>>;
export type BlockKind = keyof typeof blockKinds;

export type TemplateName =
  | { kind: 'plain'; name: PlainName }
  | { kind: 'figure'; code: string; part: FigurePart }
  | { kind: 'block'; block: BlockKind; section: SectionKey }
  | { kind: 'units' };

/** What a name asks for; undefined for one that cannot be used. codes: those of the indicators of the house. */
export function readTemplateName(name: string, codes: ReadonlySet<string>): TemplateName | undefined {
  if (Object.hasOwn(plainNames, name)) return { kind: 'plain', name: name as PlainName };
  if (name === 'bang.theo_don_vi') return { kind: 'units' };
  const [head = '', tail = '', ...more] = name.split('.');
  if (more.length > 0) return undefined;
  if (Object.hasOwn(blockKinds, head)) {
    const section = sectionKeys.find((key) => sectionNames[key] === tail);
    return section && { kind: 'block', block: head as BlockKind, section };
  }
  if (!codes.has(head) || !Object.hasOwn(figureParts, tail) || name.endsWith('.')) return undefined;
  return { kind: 'figure', code: head, part: tail as FigurePart };
}

/** The name that somebody may have meant: the nearest one that can be used, one or two letters away. */
export function suggestName(name: string, all: readonly string[]): string | undefined {
  const near = all
    .map((one) => ({ one, distance: countChanges(name.toLowerCase(), one.toLowerCase()) }))
    .toSorted((first, second) => first.distance - second.distance)[0];
  return near && near.distance <= 2 ? near.one : undefined;
}

/** How many letters must be changed, added or dropped to make one text of another. */
function countChanges(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (let index = 0; index < other.length; index++) {
      const changed = row[index]! + (letter === other[index] ? 0 : 1);
      next.push(Math.min(changed, row[index + 1]! + 1, next[index]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
