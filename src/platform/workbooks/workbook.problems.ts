import type { ProblemWords } from '#platform/http/problem.ts';

/** Why a workbook as a whole was not taken, in words. */
export const workbookProblems = {
  'workbook.too_large': {
    status: 413,
    vi: 'Tệp lớn hơn {megabytes} MB. Hãy chia thành nhiều tệp.',
    en: 'The file is larger than {megabytes} MB. Please split it.',
  },
  'workbook.unzips_too_large': {
    status: 422,
    vi: 'Nội dung của tệp quá lớn khi giải nén. Hãy chỉ giữ trang tính cần nhập rồi lưu lại.',
    en: 'The content of the file is too large when unpacked. Keep only the sheet to be imported and save it again.',
  },
  'workbook.too_many_rows': {
    status: 422,
    vi: 'Trang “{sheet}” có hơn {rows} dòng. Hãy chia thành nhiều tệp.',
    en: 'Sheet “{sheet}” has more than {rows} rows. Please split it.',
  },
  'workbook.too_many_columns': {
    status: 422,
    vi: 'Trang “{sheet}” có hơn {columns} cột. Hãy xoá các cột không dùng.',
    en: 'Sheet “{sheet}” has more than {columns} columns. Please delete those not needed.',
  },
  'workbook.empty': { status: 422, vi: 'Tệp không có dữ liệu.', en: 'The file has no content.' },
  'workbook.encrypted': {
    status: 422,
    vi: 'Tệp được đặt mật khẩu. Hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại.',
    en: 'The file is protected by a password. Open it in Excel, remove the password and save it again.',
  },
  'workbook.not_a_workbook': {
    status: 422,
    vi: 'Tệp không phải là bảng tính. Nhận tệp .xlsx, .xls và .csv.',
    en: 'The file is not a workbook. Files .xlsx, .xls and .csv are taken.',
  },
  'workbook.damaged': {
    status: 422,
    vi: 'Tệp bị hỏng, không đọc được. Hãy mở bằng Excel, lưu lại rồi tải lên.',
    en: 'The file is damaged and cannot be read. Open it in Excel, save it again and upload that.',
  },
  'workbook.csv_encoding_unknown': {
    status: 422,
    vi: 'Không xác định được bảng mã của tệp .csv. Hãy lưu lại ở dạng “CSV UTF-8” hoặc .xlsx.',
    en: 'The encoding of the .csv file is unknown. Save it as “CSV UTF-8” or .xlsx.',
  },
  'workbook.encoding_unknown': {
    status: 422,
    vi: 'Trang “{sheet}”, cột {columns}: chữ không phải Unicode và không rõ là TCVN3 (.VnTime) hay VNI. Hãy chuyển sang Unicode rồi tải lại.',
    en: 'Sheet “{sheet}”, columns {columns}: the text is not Unicode and may be TCVN3 (.VnTime) or VNI. Convert it to Unicode and upload it again.',
  },
  'workbook.no_table': {
    status: 422,
    vi: 'Không trang nào có dòng tiêu đề cần thiết: {headers}. Các trang đã xem: {sheets}.',
    en: 'No sheet has the header row that is needed: {headers}. Sheets looked at: {sheets}.',
  },
  'workbook.several_tables': {
    status: 422,
    vi: 'Nhiều trang cùng có dòng tiêu đề này: {sheets}. Hãy chỉ giữ lại một trang.',
    en: 'Several sheets have this header row: {sheets}. Please keep only one.',
  },
} as const satisfies ProblemWords;
