import type { Register } from '#registers/declaration.ts';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { voidReasons } from '#registers/common-lists.ts';
import { determineSupportBreaches } from './supports.rules.ts';

/** Supports (hỗ trợ): money, goods, jobs given within the movement. Households and persons are counted, never named. */
export const supports: Register = {
  name: 'supports',
  table: 'supports',
  one: 'Support',
  many: 'Supports',
  label: { vi: 'Hỗ trợ', en: 'Supports' },
  labelOne: { vi: 'lượt hỗ trợ', en: 'support' },
  permissions: { read: 'support.read', write: 'support.write' },
  dateField: 'givenOn',
  listFields: ['purpose', 'form', 'householdCount', 'personCount', 'amountVnd'],
  fields: {
    givenOn: { type: 'date', label: { vi: 'Ngày hỗ trợ', en: 'Given on' }, required: true },
    purpose: {
      type: 'choice',
      label: { vi: 'Mục đích', en: 'Purpose' },
      required: true,
      options: {
        livelihood: { vi: 'Hỗ trợ sinh kế', en: 'Livelihood' },
        festival: { vi: 'An sinh dịp Ngày hội', en: 'Welfare at the Festival' },
        reintegration: { vi: 'Tái hòa nhập cộng đồng', en: 'Reintegration' },
        other: { vi: 'Khác', en: 'Other' },
      },
    },
    form: {
      type: 'choice',
      label: { vi: 'Hình thức', en: 'Form' },
      required: true,
      options: {
        money: { vi: 'Tiền', en: 'Money' },
        loan: { vi: 'Vốn vay', en: 'Loan' },
        goods: { vi: 'Hiện vật, con giống, cây giống', en: 'Goods, livestock, seedlings' },
        gift: { vi: 'Suất quà', en: 'Gift' },
        job: { vi: 'Việc làm', en: 'Job' },
        medical: { vi: 'Khám, chữa bệnh', en: 'Medical visit' },
      },
    },
    householdCount: {
      type: 'number',
      label: { vi: 'Số hộ được hỗ trợ', en: 'Households supported' },
      hint: { vi: 'Chỉ ghi số, không ghi tên hộ.', en: 'As a number; no household is named.' },
      required: true,
      max: 999_999,
    },
    personCount: {
      type: 'number',
      label: { vi: 'Số người được hỗ trợ', en: 'Persons supported' },
      hint: {
        vi: 'Ghi khi hỗ trợ cho từng người, như việc làm, vốn vay, khám bệnh.',
        en: 'Where it goes to single persons, as a job, a loan, a medical visit.',
      },
      required: true,
      max: 999_999,
    },
    itemCount: {
      type: 'number',
      label: { vi: 'Số suất quà, hiện vật', en: 'Gifts or goods' },
      required: true,
      onlyWith: { field: 'form', oneOf: ['goods', 'gift'] },
      max: 999_999,
    },
    amountVnd: {
      type: 'number',
      label: { vi: 'Số tiền hoặc trị giá (đồng)', en: 'Money or value (VND)' },
      hint: {
        vi: 'Hiện vật thì ghi trị giá ước tính; không rõ thì để 0.',
        en: 'Of goods, what they are worth; 0 where it is not known.',
      },
      required: true,
      max: 9_000_000_000_000,
    },
    initiativeId: {
      type: 'record',
      label: { vi: 'Thuộc mô hình', en: 'Within the initiative' },
      required: false,
      of: () => initiatives,
      where: { level: 'initiative' },
    },
    givenBy: {
      type: 'text',
      label: { vi: 'Đơn vị hỗ trợ', en: 'Given by' },
      hint: { vi: 'Tên cơ quan, đoàn thể, doanh nghiệp.', en: 'Name of the body, union or enterprise.' },
      required: false,
      maxLength: 150,
    },
  },
  events: {},
  duplicateFields: ['givenOn', 'purpose', 'form', 'householdCount', 'personCount', 'amountVnd'],
  attachments: true,
  voidReasons,
  byTheHour: false,
  determineBreaches: determineSupportBreaches,
};
