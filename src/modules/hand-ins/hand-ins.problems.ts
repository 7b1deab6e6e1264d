import type { ProblemWords } from '#platform/http/problem.ts';

export const handInProblems = {
  'hand_in.nothing': { status: 422, vi: 'Số lượng phải lớn hơn 0.', en: 'The quantity must be more than 0.' },
  'hand_in.not_whole': {
    status: 422,
    vi: 'Loại này đếm theo khẩu, viên, quả, chiếc nên số lượng phải là số nguyên.',
    en: 'This kind is counted in pieces, so the quantity must be a whole number.',
  },
  'hand_in.other_year': {
    status: 422,
    vi: 'Số biên bản phải thuộc năm của ngày tiếp nhận; để trống thì hệ thống tự đánh số.',
    en: 'The receipt number must be of the year of receipt; left empty, a number is given.',
  },
  'hand_in.forwarded_on_missing': {
    status: 422,
    vi: 'Đã bàn giao thì ghi ngày bàn giao.',
    en: 'Where it was forwarded, give the day.',
  },
  'hand_in.before_received': {
    status: 422,
    vi: 'Ngày này không được trước ngày tiếp nhận.',
    en: 'It cannot be before the day of receipt.',
  },
  'hand_in.disposed_before_forwarded': {
    status: 422,
    vi: 'Ngày tiêu hủy không được trước ngày bàn giao.',
    en: 'It cannot be destroyed before it was forwarded.',
  },
} as const satisfies ProblemWords;

export const handInConstraints: Record<string, string> = {
  hand_ins_quantity_above_zero: 'hand_in.nothing',
  hand_ins_forwarded_after_received: 'hand_in.before_received',
  hand_ins_disposed_after_received: 'hand_in.before_received',
  hand_ins_disposed_after_forwarded: 'hand_in.disposed_before_forwarded',
  hand_ins_forwarded_with_day: 'hand_in.forwarded_on_missing',
};
