import { voidReasons } from '#registers/common-lists.ts';
import type { Register } from '#registers/declaration.ts';
import { determineTipBreaches } from './tips.rules.ts';

/**
 * The register of tips, as counts and dates only: no text, no contact, no person (DESIGN law 6 and 7). The content of a
 * tip is no part of it.
 */
export const tips: Register = {
  name: 'tips',
  table: 'tips',
  one: 'Tip',
  many: 'Tips',
  label: { vi: 'Nguồn tin', en: 'Tips' },
  labelOne: { vi: 'nguồn tin', en: 'tip' },
  permissions: { read: 'tip.read', write: 'tip.write' },
  dateField: 'receivedOn',
  byTheHour: true,
  listFields: ['sort', 'topic', 'channel', 'ofValue', 'settledOn', 'outcome'],
  fields: {
    receivedOn: { type: 'date', label: { vi: 'Ngày tiếp nhận', en: 'Received on' }, required: true },
    sort: {
      type: 'choice',
      label: { vi: 'Phân loại', en: 'Kind' },
      required: true,
      options: {
        security_tip: { vi: 'Nguồn tin về an ninh, trật tự', en: 'Security tip' },
        crime_report: { vi: 'Tố giác, tin báo về tội phạm', en: 'Crime report' },
        denunciation: { vi: 'Tố cáo', en: 'Denunciation' },
        feedback: { vi: 'Phản ánh, kiến nghị', en: 'Feedback' },
        duplicate: { vi: 'Trùng', en: 'Duplicate' },
        out_of_area: { vi: 'Ngoài địa bàn', en: 'Out of area' },
      },
    },
    topic: {
      type: 'choice',
      label: { vi: 'Lĩnh vực', en: 'Topic' },
      required: true,
      options: {
        theft: { vi: 'Trộm cắp tài sản', en: 'Theft' },
        injury: { vi: 'Cố ý gây thương tích', en: 'Injury' },
        fraud: { vi: 'Lừa đảo', en: 'Fraud' },
        gambling: { vi: 'Đánh bạc', en: 'Gambling' },
        drugs: { vi: 'Ma túy', en: 'Drugs' },
        snatching: { vi: 'Cướp giật', en: 'Snatching' },
        usury: { vi: 'Tín dụng đen', en: 'Loan-sharking' },
        weapons: { vi: 'Vũ khí, vật liệu nổ, pháo', en: 'Weapons, explosives, fireworks' },
        public_order: { vi: 'Gây rối, mất trật tự', en: 'Public disorder' },
        traffic: { vi: 'Giao thông', en: 'Traffic' },
        fire: { vi: 'Cháy, nổ', en: 'Fire and explosion' },
        other: { vi: 'Khác', en: 'Other' },
      },
    },
    channel: {
      type: 'choice',
      label: { vi: 'Kênh tiếp nhận', en: 'Channel' },
      required: true,
      options: {
        in_person: { vi: 'Trực tiếp tại trụ sở', en: 'In person' },
        meeting: { vi: 'Tại cuộc họp dân', en: 'At a meeting' },
        hotline: { vi: 'Đường dây nóng', en: 'Hotline' },
        mailbox: { vi: 'Hòm thư tố giác', en: 'Mailbox' },
        zalo: { vi: 'Zalo', en: 'Zalo' },
        vneid: { vi: 'VNeID', en: 'VNeID' },
        portal: { vi: 'Cổng Báo tin', en: 'Portal' },
      },
    },
    ofValue: {
      type: 'choice',
      label: { vi: 'Có giá trị', en: 'Of value' },
      hint: {
        vi: 'Kịp thời, chính xác, giúp làm rõ hoặc ngăn chặn một việc.',
        en: 'Timely, accurate, and it led to clearing or preventing something.',
      },
      required: true,
      options: { yes: { vi: 'Có', en: 'Yes' }, no: { vi: 'Không', en: 'No' } },
    },
    competence: {
      type: 'choice',
      label: { vi: 'Thẩm quyền', en: 'Competence' },
      required: true,
      options: {
        within: { vi: 'Thuộc thẩm quyền', en: 'Within competence' },
        outside: { vi: 'Không thuộc thẩm quyền', en: 'Outside competence' },
      },
    },
    forwardedOn: { type: 'date', label: { vi: 'Ngày chuyển cơ quan khác', en: 'Forwarded on' }, required: false },
    settledOn: {
      type: 'date',
      group: { vi: 'Kết quả giải quyết', en: 'How it was settled' },
      label: { vi: 'Ngày giải quyết xong', en: 'Settled on' },
      hint: {
        vi: 'Kết quả bên dưới được tính vào kỳ có ngày này.',
        en: 'The results below count in the period of this day.',
      },
      required: false,
    },
    outcome: {
      type: 'choice',
      label: { vi: 'Kết quả', en: 'Outcome' },
      onlyWith: { field: 'settledOn' },
      required: true,
      options: {
        prosecuted: { vi: 'Khởi tố', en: 'Prosecuted' },
        not_prosecuted: { vi: 'Không khởi tố', en: 'Not prosecuted' },
        suspended: { vi: 'Tạm đình chỉ', en: 'Suspended' },
        administrative: { vi: 'Xử lý hành chính', en: 'Administrative handling' },
        prevented: { vi: 'Phòng ngừa, ngăn chặn', en: 'Prevented' },
        no_basis: { vi: 'Không có cơ sở', en: 'No basis' },
      },
    },
    casesCleared: {
      type: 'number',
      label: { vi: 'Số vụ làm rõ', en: 'Cases cleared' },
      onlyWith: { field: 'settledOn' },
      required: true,
      max: 9999,
    },
    personsCleared: {
      type: 'number',
      label: { vi: 'Số đối tượng làm rõ', en: 'Persons cleared' },
      onlyWith: { field: 'settledOn' },
      required: true,
      max: 9999,
    },
    personsArrested: {
      type: 'number',
      label: { vi: 'Số đối tượng bị bắt, xử lý', en: 'Persons arrested or dealt with' },
      onlyWith: { field: 'settledOn' },
      required: true,
      max: 9999,
    },
    propertyRecoveredVnd: {
      type: 'number',
      label: { vi: 'Tài sản thu hồi (đồng)', en: 'Property recovered (VND)' },
      onlyWith: { field: 'settledOn' },
      required: true,
      max: 9_000_000_000_000,
    },
  },
  events: { received: 'receivedOn', settled: 'settledOn', forwarded: 'forwardedOn' },
  voidReasons,
  determineBreaches: determineTipBreaches,
};
