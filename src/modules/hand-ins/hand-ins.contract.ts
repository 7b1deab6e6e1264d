import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import type { Register } from '#registers/declaration.ts';
import { voidReasons } from '#registers/common-lists.ts';
import { determineHandInBreaches, itemKinds } from './hand-ins.rules.ts';

/**
 * Hand-ins (giao nộp): what residents hand in of weapons, explosives, fireworks and support tools, one line per kind of
 * item; the lines of one hand-in share a receipt number. Who handed it in is written by hand on the printed receipt, or
 * not at all: there is no field for it (DESIGN law 7).
 */
export const handIns: Register = {
  name: 'hand-ins',
  table: 'hand_ins',
  one: 'HandIn',
  many: 'HandIns',
  label: { vi: 'Giao nộp', en: 'Hand-ins' },
  labelOne: { vi: 'lượt giao nộp', en: 'hand-in' },
  permissions: { read: 'hand_in.read', write: 'hand_in.write' },
  dateField: 'receivedOn',
  listFields: ['receiptNumber', 'itemKind', 'quantity', 'custody', 'forwardedOn'],
  fields: {
    receivedOn: { type: 'date', label: { vi: 'Ngày tiếp nhận', en: 'Received on' }, required: true },
    receiptNumber: {
      type: 'series',
      label: { vi: 'Số biên bản', en: 'Receipt number' },
      hint: {
        vi: 'Để trống thì hệ thống tự đánh số. Nộp nhiều loại một lần thì các dòng sau ghi lại số của dòng đầu.',
        en: 'Left empty, a number is given. Where several kinds are handed in at once, further lines repeat the number of the first.',
      },
      required: false,
    },
    itemKind: {
      type: 'choice',
      label: { vi: 'Loại', en: 'Kind' },
      required: true,
      options: Object.fromEntries(
        Object.entries(itemKinds).map(([code, { vi, en, unit }]) => [
          code,
          { vi: `${vi} (${unit.vi})`, en: `${en} (${unit.en})` },
        ]),
      ),
    },
    quantity: {
      type: 'number',
      label: { vi: 'Số lượng', en: 'Quantity' },
      hint: {
        vi: 'Theo đơn vị tính ghi sau tên loại. Thuốc nổ và pháo tính bằng kg, được ghi lẻ, ví dụ 2,5.',
        en: 'In the measure unit behind the kind. Explosives and fireworks are weighed in kg, for example 2.5.',
      },
      required: true,
      decimals: 3,
      max: 999_999,
    },
    condition: {
      type: 'text',
      label: { vi: 'Tình trạng', en: 'Condition' },
      hint: {
        vi: 'Ví dụ: đã hoen gỉ, mất kim hỏa. Không ghi tên người giao nộp.',
        en: 'For example: rusty, firing pin missing. Do not name who handed it in.',
      },
      required: false,
      maxLength: 120,
    },
    incentiveVnd: {
      type: 'number',
      label: { vi: 'Tiền hỗ trợ, động viên (đồng)', en: 'Incentive (VND)' },
      required: true,
      max: 999_999_999,
    },
    custody: {
      type: 'choice',
      label: { vi: 'Bảo quản', en: 'Custody' },
      required: true,
      options: {
        kept: { vi: 'Đang lưu giữ', en: 'Kept' },
        forwarded: { vi: 'Đã bàn giao', en: 'Forwarded' },
        destroyed: { vi: 'Đã tiêu hủy', en: 'Destroyed' },
      },
    },
    forwardedOn: {
      type: 'date',
      label: { vi: 'Ngày bàn giao', en: 'Forwarded on' },
      required: false,
      onlyWith: { field: 'custody', oneOf: ['forwarded', 'destroyed'] },
    },
    forwardedTo: {
      type: 'text',
      label: { vi: 'Bàn giao cho', en: 'Forwarded to' },
      hint: { vi: 'Tên cơ quan nhận.', en: 'Name of the receiving body.' },
      required: false,
      onlyWith: { field: 'custody', oneOf: ['forwarded', 'destroyed'] },
      maxLength: 120,
    },
    disposedOn: {
      type: 'date',
      label: { vi: 'Ngày tiêu hủy, thanh lý', en: 'Disposed of on' },
      required: true,
      onlyWith: { field: 'custody', oneOf: ['destroyed'] },
    },
  },
  events: { received: 'receivedOn', forwarded: 'forwardedOn', disposed: 'disposedOn' },
  duplicateFields: ['receivedOn', 'receiptNumber', 'itemKind', 'quantity'],
  attachments: true,
  voidReasons,
  byTheHour: false,
  determineBreaches: determineHandInBreaches,
};

export const getHandInReceipt = defineRoute({
  operationId: 'getHandInReceipt',
  method: 'GET',
  path: '/hand-ins/{id}/receipt.docx',
  permission: 'hand_in.read',
  summary: 'The receipt to which a line belongs, with all its lines, as a Word document for two signatures',
  params: z.object({ id: z.uuid() }),
  response: z.unknown(),
  file: { contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
});
