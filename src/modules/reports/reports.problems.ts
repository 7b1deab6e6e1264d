import type { ProblemWords } from '#platform/http/problem.ts';

export const reportProblems = {
  'report.frozen': {
    status: 409,
    vi: 'Báo cáo này đã chốt số liệu nên không sửa được. Hãy lập bản mới từ báo cáo này.',
    en: 'This report is frozen and cannot be changed. Begin a new one from it.',
  },
  'report.not_frozen': {
    status: 409,
    vi: 'Báo cáo chưa chốt số liệu nên chưa có gì để dựng lại.',
    en: 'This report is not frozen yet, so there is nothing to rebuild.',
  },
  'report.rounding_unknown': {
    status: 422,
    vi: 'Không có chỉ tiêu {code} để làm tròn.',
    en: 'There is no indicator {code} to round.',
  },
  'target.value': {
    status: 422,
    vi: 'Mục tiêu phải là số không âm, ví dụ 90 hoặc 92.5.',
    en: 'The target must be a number of 0 or more, for instance 90 or 92.5.',
  },
  'report_template.unreadable': {
    status: 422,
    vi: 'Không đọc được tệp này như một tài liệu Word (.docx). Hãy lưu lại bằng Word với định dạng .docx rồi tải lên.',
    en: 'This file cannot be read as a Word document (.docx). Save it from Word as .docx and upload it again.',
  },
  'report_template.unknown_name': {
    status: 422,
    vi: 'Mẫu có tên không dùng được: {names}. Xem danh sách tên dùng được trên trang này rồi sửa trong Word.',
    en: 'The template has names that cannot be used: {names}. See the list of names on this page and mend them in Word.',
  },
  'report_template.no_name': {
    status: 422,
    vi: 'Mẫu chưa có tên số liệu nào, ví dụ {example}. Hãy tải mẫu thử để xem cách ghi.',
    en: 'The template has no named figure yet, such as {example}. Download the sample to see how they are written.',
  },
  'report_template.file_missing': {
    status: 404,
    vi: 'Không tìm thấy tệp của mẫu này. Hãy tải mẫu lên lại.',
    en: 'The file of this template is missing. Please upload it again.',
  },
} as const satisfies ProblemWords;
