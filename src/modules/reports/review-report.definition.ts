import type { Locale } from './reports.rules.ts';

export type Words = Record<Locale, string>;

/**
 * A piece of a sentence about one indicator. {CODE} is its figure as it is written in text, {CODE%} a ratio's per cent
 * alone. alone = the words where no piece stands before it; unless = left out where that other indicator is reported.
 */
export type Clause = { code: string; text: Words; alone?: Words; unless?: string };

/** Pieces joined to one sentence; what was not reported is listed behind it by name. */
export type Sentence = { lead: Words; join: ', ' | '; '; clauses: Clause[] };

/** A section holds the indicators whose codes begin with its letter; letter null = those of no other section. */
export type SectionDefinition = { title: Words; letter: string | null; sentences: Sentence[] };

const nothing: Words = { vi: '', en: '' };

/** "VNeID 12 tin": the pieces of an enumeration. */
function enumerate(...pieces: [code: string, vi: string, en: string][]): Clause[] {
  return pieces.map(([code, vi, en]) => ({ code, text: { vi: `${vi} {${code}} tin`, en: `${en} {${code}}` } }));
}

const tips: SectionDefinition = {
  title: { vi: 'Tình hình nguồn tin', en: 'Tips' },
  letter: 'T',
  sentences: [
    {
      lead: { vi: 'Trong kỳ, nhân dân cung cấp ', en: 'In the period residents gave ' },
      join: ', ',
      clauses: [
        { code: 'T01', text: { vi: '{T01} nguồn tin', en: '{T01} tips' } },
        {
          code: 'T02',
          text: { vi: 'trong đó có {T02} nguồn tin có giá trị', en: '{T02} of them of value' },
          alone: { vi: '{T02} nguồn tin có giá trị', en: '{T02} tips of value' },
        },
        { code: 'T03', text: { vi: 'chiếm {T03%}', en: 'or {T03%}' } },
      ],
    },
    {
      lead: { vi: 'Từ nguồn tin của nhân dân, lực lượng chức năng đã ', en: 'Thanks to tips the forces ' },
      join: ', ',
      clauses: [
        { code: 'T07', text: { vi: 'làm rõ {T07} vụ việc', en: 'cleared up {T07} cases' } },
        { code: 'T09', text: { vi: 'làm rõ {T09} đối tượng', en: 'cleared up {T09} persons' } },
        { code: 'T08', text: { vi: 'bắt, xử lý {T08} đối tượng', en: 'arrested or dealt with {T08} persons' } },
        {
          code: 'T37',
          text: { vi: 'thu hồi tài sản trị giá {T37} đồng', en: 'recovered property worth {T37} VND' },
        },
      ],
    },
    {
      lead: nothing,
      join: ', ',
      clauses: [
        {
          code: 'T04',
          text: { vi: 'tiếp nhận {T04} nguồn tin thuộc thẩm quyền', en: '{T04} tips were within competence' },
        },
        {
          code: 'T05',
          text: { vi: 'giải quyết {T05} nguồn tin thuộc thẩm quyền', en: '{T05} of that kind were settled' },
        },
        { code: 'T06', text: { vi: 'đạt tỷ lệ {T06%}', en: 'a rate of {T06%}' } },
        {
          code: 'T11',
          text: { vi: 'chuyển cơ quan khác {T11} nguồn tin', en: '{T11} were forwarded to another body' },
        },
        { code: 'T18', text: { vi: 'kết luận {T18} nguồn tin không có cơ sở', en: '{T18} were found without basis' } },
      ],
    },
    {
      lead: { vi: 'Theo kênh tiếp nhận: ', en: 'By channel: ' },
      join: '; ',
      clauses: enumerate(
        ['T23', 'VNeID', 'VNeID'],
        ['T24', 'trong đó về an ninh, trật tự', 'of these on security'],
        ['T25', 'Zalo', 'Zalo'],
        ['T26', 'đường dây nóng', 'hotline'],
        ['T27', 'hòm thư tố giác', 'mailbox'],
        ['T28', 'trực tiếp tại trụ sở, cuộc họp dân', 'in person or at a meeting'],
        ['T42', 'Cổng Báo tin', 'portal'],
      ),
    },
    {
      lead: { vi: 'Theo nội dung: ', en: 'By topic: ' },
      join: '; ',
      clauses: enumerate(
        ['T29', 'trộm cắp tài sản', 'theft'],
        ['T30', 'cố ý gây thương tích', 'intentional injury'],
        ['T31', 'lừa đảo', 'fraud'],
        ['T32', 'đánh bạc', 'gambling'],
        ['T33', 'ma túy', 'drugs'],
        ['T34', 'cướp giật', 'snatching'],
        ['T35', 'tín dụng đen', 'loan-sharking'],
      ),
    },
  ],
};

const models: SectionDefinition = {
  title: { vi: 'Mô hình, tổ, câu lạc bộ', en: 'Initiatives, groups, clubs' },
  letter: 'M',
  sentences: [
    {
      lead: { vi: 'Đến cuối kỳ có ', en: 'At the end of the period there were ' },
      join: '; ',
      clauses: [
        { code: 'M01', text: { vi: '{M01} loại mô hình đang duy trì', en: '{M01} kinds of initiative kept up' } },
        {
          code: 'M39',
          text: {
            vi: '{M39} mô hình do các đơn vị xây dựng đang duy trì',
            en: '{M39} initiatives of the units’ own origin',
          },
        },
        { code: 'M03', text: { vi: '{M03} tổ, đội, câu lạc bộ đang hoạt động', en: '{M03} active groups' } },
        { code: 'M04', text: { vi: '{M04} thành viên của các tổ, đội, câu lạc bộ', en: '{M04} members of groups' } },
      ],
    },
    {
      lead: { vi: 'Câu lạc bộ phòng, chống tội phạm: ', en: 'Crime-prevention clubs: ' },
      join: '; ',
      clauses: [
        { code: 'M18', text: { vi: '{M18} câu lạc bộ', en: '{M18} clubs' } },
        { code: 'M19', text: { vi: 'có ở {M19}', en: 'in {M19}' } },
        { code: 'M40', text: { vi: 'có ở {M40} xã', en: 'in {M40} communes' }, unless: 'M19' },
      ],
    },
  ],
};

const awards: SectionDefinition = {
  title: { vi: 'Khen thưởng', en: 'Awards' },
  letter: 'A',
  sentences: [
    {
      lead: {
        vi: 'Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen cho ',
        en: 'The provincial chair gave certificates of merit to ',
      },
      join: ', ',
      clauses: [
        { code: 'A05', text: { vi: '{A05} tập thể', en: '{A05} collectives' } },
        { code: 'A06', text: { vi: '{A06} cá nhân', en: '{A06} individuals' } },
      ],
    },
  ],
};

const others: SectionDefinition = {
  title: { vi: 'Các chỉ tiêu khác', en: 'Other indicators' },
  letter: null,
  sentences: [],
};

/** The sections of a review report in their order; behind them stands the one on coverage. */
export const reviewSections: SectionDefinition[] = [tips, models, awards, others];

/** The section to which an indicator belongs, by its code. */
export function findSection(code: string): SectionDefinition {
  const letter = code.replace(/\d+$/, '');
  return reviewSections.find((section) => section.letter === letter) ?? others;
}

export const coverageTitle: Words = { vi: 'Độ phủ và nguồn gốc số liệu', en: 'Coverage and origin of the figures' };

export const reviewTitle: Words = { vi: 'Báo cáo', en: 'Report' };

/** {place} is "trên địa bàn tỉnh …", {span} the months with their days. */
export const reviewAbstract: Words = {
  vi: 'Kết quả phong trào Toàn dân bảo vệ an ninh Tổ quốc {place} {span}',
  en: 'Results of the movement All People Protect National Security {place} {span}',
};

export const reportNoteWords = {
  'report.demonstration': {
    vi: 'Dữ liệu minh họa: cơ sở dữ liệu này chứa dữ liệu để dùng thử; không dùng làm báo cáo chính thức.',
    en: 'Demonstration data: this database holds data for trying out; not for an official report.',
  },
} as const;
