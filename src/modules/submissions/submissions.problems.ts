import type { ProblemWords } from '#platform/http/problem.ts';

export const submissionProblems = {
  'submission.not_owed': {
    status: 404,
    vi: '{unit} không có chỉ tiêu nào phải báo cáo trong tháng này.',
    en: '{unit} owes no indicator in this month.',
  },
  'submission.month_running': {
    status: 422,
    vi: 'Kỳ này chạy đến hết ngày {day}; nộp được từ ngày hôm sau.',
    en: 'This month runs until {day}; it can be submitted from the next day.',
  },
  'submission.not_submittable': {
    status: 409,
    vi: 'Báo cáo kỳ này đã nộp hoặc đã duyệt.',
    en: 'This submission was already submitted or approved.',
  },
  'submission.not_submitted': {
    status: 409,
    vi: 'Báo cáo kỳ này không ở trạng thái đã nộp.',
    en: 'This submission is not in the state submitted.',
  },
  'submission.changed': {
    status: 409,
    vi: 'Báo cáo của {unit} đã thay đổi từ khi bạn mở. Hãy xem lại trước khi duyệt; chưa có báo cáo nào được duyệt.',
    en: 'The submission of {unit} has changed since you opened it. Please look again; nothing was approved.',
  },
  'submission.own': { status: 403, vi: 'Người nộp không được tự duyệt.', en: 'Whoever submitted may not approve.' },
  'submission.not_approved': {
    status: 409,
    vi: 'Chỉ đính chính được báo cáo đã duyệt.',
    en: 'Only an approved submission can be corrected.',
  },
  'submission.correction_open': {
    status: 409,
    vi: 'Đã có một bản đính chính đang làm.',
    en: 'A correction is already under way.',
  },
  'submission.empty': { status: 422, vi: 'Chưa có số liệu nào để nộp.', en: 'There is no figure to submit yet.' },
  'submission.unexplained': {
    status: 422,
    vi: 'Còn {count} điều cần xem lại. Mỗi điều hãy sửa số, hoặc ghi một câu giải thích rồi nộp; chưa có gì được gửi lên.',
    en: '{count} things need a second look. Mend the figure, or explain each in a sentence and submit; nothing was handed up.',
  },
  'submission.warning': { status: 422, vi: '{text}', en: '{text}' },
  'submission.no_drift': {
    status: 409,
    vi: 'Tháng {month}: sổ và số đã duyệt không còn khác nhau; không cần đính chính. Chưa có gì được lưu.',
    en: '{month}: register and approved figures agree by now; nothing is to be corrected. Nothing was saved.',
  },
  'submission.exists': {
    status: 409,
    vi: '{unit} đã có báo cáo tháng {month}; không ghi đè. Chưa có gì được lưu.',
    en: '{unit} already has a submission for {month}; it is not overwritten. Nothing was saved.',
  },
  'supplement.not_owed': {
    status: 422,
    vi: '{unit} không phải báo cáo chỉ tiêu {code} trong tháng {month}.',
    en: '{unit} does not owe {code} in {month}.',
  },
  'supplement.register_kept': {
    status: 422,
    vi: 'Chỉ tiêu {code} của {unit} tháng {month} lấy từ sổ, không nhập tay.',
    en: 'Indicator {code} of {unit} in {month} comes from its register; it is not typed.',
  },
  'supplement.twice': {
    status: 422,
    vi: 'Chỉ tiêu {code} tháng {month} của một đơn vị có hai lần trong nội dung gửi lên. Chưa có gì được lưu.',
    en: 'Indicator {code} in {month} stands twice for one unit in what was sent. Nothing was saved.',
  },
  'supplement.keys_missing': {
    status: 422,
    vi: 'Chỉ tiêu {code} đếm tên riêng: hãy nhập danh sách tên, mỗi dòng một tên.',
    en: 'Indicator {code} counts names: please enter the list of names, one a line.',
  },
  'supplement.names_exact': {
    status: 422,
    vi: 'Chỉ tiêu {code} đếm tên riêng nên là số đúng, không nhận “trên”, “hơn” hay “gần”.',
    en: 'Indicator {code} counts names and is exact; it takes no “over” or “nearly”.',
  },
  'backwards.no_register': {
    status: 422,
    vi: 'Chỉ tiêu {code} không lấy từ sổ nên không tính lùi được.',
    en: 'Indicator {code} comes from no register and cannot be computed backwards.',
  },
  'backwards.not_closed': {
    status: 422,
    vi: 'Hãy chọn một tháng đã khóa sổ.',
    en: 'Please choose a month that has closed.',
  },
  'backwards.too_long': {
    status: 422,
    vi: 'Tính lùi được nhiều nhất {months} tháng.',
    en: 'At most {months} months can be computed backwards.',
  },
  'register.unknown': { status: 404, vi: 'Không có sổ này.', en: 'There is no such register.' },
  'register.month_taken': {
    status: 409,
    vi: 'Từ tháng {month} trở đi đã có báo cáo nhập tay; hãy chọn tháng sau đó.',
    en: 'From {month} on there are figures entered by hand; please choose a later month.',
  },
} as const satisfies ProblemWords;

export const submissionConstraints = {
  submission_versions_submitter_not_approver: 'submission.own',
  submission_versions_unfinished_key: 'submission.correction_open',
  submission_versions_pkey: 'submission.correction_open',
  submissions_unit_month_key: 'request.try_again',
} as const;
