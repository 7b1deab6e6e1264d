import type { Register } from '#registers/declaration.ts';
import { voidReasons } from '#registers/common-lists.ts';
import { determineAwardBreaches } from './awards.rules.ts';

/**
 * Awards (khen thưởng), one row per decision, kind and issuer, counted by collectives and persons and never by name
 * (Law 06/2022/QH15). A province's awards are the province's own figures: they are kept at the province, not its communes.
 */
export const awards: Register = {
  name: 'awards',
  table: 'awards',
  one: 'Award',
  many: 'Awards',
  label: { vi: 'Khen thưởng', en: 'Awards' },
  labelOne: { vi: 'quyết định khen thưởng', en: 'award decision' },
  permissions: { read: 'award.read', write: 'award.write' },
  dateField: 'decidedOn',
  titleField: 'decisionNumber',
  listFields: ['decisionNumber', 'awardKind', 'issuer', 'collectiveCount', 'personCount'],
  fields: {
    decidedOn: { type: 'date', label: { vi: 'Ngày quyết định', en: 'Decided on' }, required: true },
    decisionNumber: {
      type: 'text',
      label: { vi: 'Số quyết định', en: 'Decision number' },
      hint: {
        vi: 'Một quyết định có nhiều hình thức khen thì mỗi hình thức ghi một dòng.',
        en: 'Where one decision gives several kinds, enter a line for each.',
      },
      required: true,
      maxLength: 60,
    },
    awardKind: {
      type: 'choice',
      label: { vi: 'Hình thức', en: 'Kind' },
      required: true,
      options: {
        certificate_of_merit: { vi: 'Bằng khen', en: 'Certificate of merit' },
        commendation: { vi: 'Giấy khen', en: 'Commendation' },
        emulation_flag: { vi: 'Cờ thi đua', en: 'Emulation flag' },
        commemorative_medal: { vi: 'Kỷ niệm chương Bảo vệ an ninh Tổ quốc', en: 'Commemorative medal' },
        letter_of_praise: { vi: 'Thư khen', en: 'Letter of praise' },
        other: { vi: 'Khác', en: 'Other' },
      },
    },
    issuer: {
      type: 'choice',
      label: { vi: 'Người, cơ quan quyết định', en: 'Decided by' },
      required: true,
      options: {
        commune_chair: { vi: 'Chủ tịch UBND cấp xã', en: 'Commune chair' },
        district_chair: { vi: 'Chủ tịch UBND cấp huyện (đến 30/06/2025)', en: 'District chair (until 30 June 2025)' },
        province_chair: { vi: 'Chủ tịch UBND cấp tỉnh', en: 'Provincial chair' },
        province_police: { vi: 'Giám đốc Công an tỉnh', en: 'Provincial police director' },
        province_front: { vi: 'Ủy ban MTTQ cấp tỉnh', en: 'Provincial Front' },
        ministry: { vi: 'Bộ Công an', en: 'Ministry of Public Security' },
        central_front: { vi: 'Ủy ban Trung ương MTTQ', en: 'Central Front' },
        prime_minister: { vi: 'Thủ tướng Chính phủ', en: 'Prime Minister' },
        president: { vi: 'Chủ tịch nước', en: 'President' },
        other: { vi: 'Khác', en: 'Other' },
      },
    },
    achievementKind: {
      type: 'choice',
      label: { vi: 'Loại thành tích', en: 'Achievement' },
      required: true,
      options: {
        regular: { vi: 'Thường xuyên', en: 'Regular' },
        topical: { vi: 'Theo đợt, chuyên đề', en: 'Topical' },
        sudden: { vi: 'Đột xuất', en: 'Sudden' },
        service: { vi: 'Cống hiến', en: 'Service time' },
        external: { vi: 'Đối ngoại', en: 'External' },
      },
    },
    collectiveCount: {
      type: 'number',
      label: { vi: 'Số tập thể', en: 'Collectives' },
      required: true,
      onlyWith: {
        field: 'awardKind',
        oneOf: ['certificate_of_merit', 'commendation', 'emulation_flag', 'letter_of_praise', 'other'],
      },
      max: 99_999,
    },
    personCount: {
      type: 'number',
      label: { vi: 'Số cá nhân', en: 'Persons' },
      hint: { vi: 'Chỉ ghi số, không ghi tên người.', en: 'As a number; no person is named.' },
      required: true,
      onlyWith: {
        field: 'awardKind',
        oneOf: ['certificate_of_merit', 'commendation', 'commemorative_medal', 'letter_of_praise', 'other'],
      },
      max: 99_999,
    },
    grassrootsPersonCount: {
      type: 'number',
      label: { vi: 'Trong đó: cá nhân trực tiếp ở cơ sở', en: 'Of these: at the grassroots' },
      required: true,
      onlyWith: {
        field: 'awardKind',
        oneOf: ['certificate_of_merit', 'commendation', 'commemorative_medal', 'letter_of_praise', 'other'],
      },
      max: 99_999,
    },
    amountVnd: {
      type: 'number',
      label: { vi: 'Tổng tiền thưởng (đồng)', en: 'Reward money (VND)' },
      required: true,
      max: 9_000_000_000_000,
    },
    proposedOn: { type: 'date', label: { vi: 'Ngày đề nghị', en: 'Proposed on' }, required: false },
    handedOverOn: { type: 'date', label: { vi: 'Ngày trao tặng', en: 'Handed over on' }, required: false },
    revokedOn: { type: 'date', label: { vi: 'Ngày hủy bỏ, thu hồi', en: 'Revoked on' }, required: false },
  },
  events: { decided: 'decidedOn', proposed: 'proposedOn', handed_over: 'handedOverOn', revoked: 'revokedOn' },
  duplicateFields: ['decidedOn', 'decisionNumber', 'awardKind', 'issuer'],
  attachments: true,
  voidReasons,
  byTheHour: false,
  determineBreaches: determineAwardBreaches,
};
