import type { ProblemWords } from '#platform/http/problem.ts';

export const registerProblems = {
  'field.required': { status: 422, vi: 'Hãy nhập ô này.', en: 'Please fill this in.' },
  'field.day': {
    status: 422,
    vi: 'Ngày phải có thật, ví dụ 15/06/2026.',
    en: 'It must be a real day, for example 15/06/2026.',
  },
  'field.too_early': {
    status: 422,
    vi: 'Ngày này quá xa. Hãy xem lại năm.',
    en: 'This day is too far back. Please look at the year.',
  },
  'field.in_future': { status: 422, vi: 'Ngày này chưa đến.', en: 'This day has not come yet.' },
  'field.month': {
    status: 422,
    vi: 'Tháng phải có dạng năm-tháng, ví dụ 2026-06.',
    en: 'It must be a month, for example 2026-06.',
  },
  'field.choice': { status: 422, vi: 'Hãy chọn một mục trong danh sách.', en: 'Please choose from the list.' },
  'field.number': {
    status: 422,
    vi: 'Ô này phải là số nguyên, chỉ gồm chữ số.',
    en: 'It must be a whole number, digits only.',
  },
  'field.negative': { status: 422, vi: 'Số phải từ 0 trở lên.', en: 'The number must be 0 or more.' },
  'field.too_large': {
    status: 422,
    vi: 'Số này quá lớn. Hãy xem lại.',
    en: 'This number is too large. Please look again.',
  },
  'record.before_unit': {
    status: 422,
    vi: 'Đơn vị này có từ ngày {day}. Với ngày trước đó, hãy chọn đơn vị cũ.',
    en: 'This unit exists from {day}. For an earlier day, choose the former unit.',
  },
  'record.after_unit': {
    status: 422,
    vi: 'Đơn vị này đã kết thúc từ ngày {day}. Hãy chọn đơn vị kế tiếp.',
    en: 'This unit ended on {day}. Choose the unit that followed it.',
  },
  'record.void': {
    status: 422,
    vi: 'Bản ghi này đã hủy. Hãy khôi phục trước khi sửa.',
    en: 'This record is void. Restore it before changing it.',
  },
  'record.not_void': {
    status: 422,
    vi: 'Bản ghi này đang được tính, không cần khôi phục.',
    en: 'This record counts; there is nothing to restore.',
  },
  'attachment.too_many': {
    status: 422,
    vi: 'Mỗi bản ghi có nhiều nhất {limit} tệp kèm theo. Hãy gỡ bớt rồi thêm.',
    en: 'A record has at most {limit} files. Remove one before adding another.',
  },
  'attachment.twice': {
    status: 422,
    vi: 'Tệp này đã có trong bản ghi.',
    en: 'This file is with the record already.',
  },
  'attachment.file_missing': {
    status: 404,
    vi: 'Bản ghi có tệp này nhưng nội dung không còn trong kho tệp. Hãy báo người quản trị để khôi phục từ bản sao lưu.',
    en: 'The record has this file, but its content is gone from the store. Tell the administrator, to restore it from a backup.',
  },
  'indicator.filter_unknown': {
    status: 422,
    vi: 'Chỉ tiêu {indicator}: điều kiện “{part}” không có trong sổ {register}. Chỉ lọc theo các trường chọn sẵn.',
    en: 'Indicator {indicator}: the condition “{part}” is unknown to the register {register}. Only declared closed fields can be filtered.',
  },
  'indicator.measure_unknown': {
    status: 422,
    vi: 'Chỉ tiêu {indicator}: cách tính “{part}” không có trong sổ {register}.',
    en: 'Indicator {indicator}: the measure “{part}” is unknown to the register {register}.',
  },
} as const satisfies ProblemWords;
