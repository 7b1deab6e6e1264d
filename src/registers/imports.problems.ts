import type { ProblemWords } from '#platform/http/problem.ts';

/** Why an import as a whole does not go on. */
export const importProblems = {
  'import.columns_missing': {
    status: 422,
    vi: 'Trang “{sheet}” thiếu cột bắt buộc: {columns}. Hãy thêm cột, hoặc dùng tệp mẫu.',
    en: 'Sheet “{sheet}” lacks required columns: {columns}. Add them, or use the template.',
  },
  'import.columns_twice': {
    status: 422,
    vi: 'Trang “{sheet}” có hai cột cùng tên: {columns}. Hãy bỏ bớt một cột.',
    en: 'Sheet “{sheet}” has columns of the same name: {columns}. Take one away.',
  },
  'import.no_rows': {
    status: 422,
    vi: 'Trang “{sheet}” có dòng tiêu đề nhưng chưa có dòng nào để nhập.',
    en: 'Sheet “{sheet}” has a header but no row to enter.',
  },
  'import.file_gone': {
    status: 404,
    vi: 'Tệp này không còn: tệp chỉ được giữ đến khi nhập xong, và nhiều nhất một ngày. Hãy tải tệp lên lại.',
    en: 'The file is gone: it is kept until it is entered, for a day at most. Please upload it again.',
  },
  'import.over': {
    status: 409,
    vi: 'Lần nhập này đã xong hoặc đã bỏ. Hãy tải tệp lên lại nếu còn cần nhập.',
    en: 'This import is over. Upload the file again if there is more to enter.',
  },
  'import.not_checked': {
    status: 409,
    vi: 'Tệp chưa được kiểm tra. Hãy kiểm tra trước khi nhập.',
    en: 'The file has not been checked. Check it before entering it.',
  },
  'import.refused_rows': {
    status: 409,
    vi: 'Còn {count} dòng bị từ chối nên chưa nhập dòng nào. Hãy sửa trong tệp rồi tải lên lại.',
    en: '{count} rows are refused, so none was entered. Mend them in the file and upload it again.',
  },
  'import.changed_meanwhile': {
    status: 409,
    vi: 'Sổ hoặc địa bàn vừa thay đổi từ lúc kiểm tra nên chưa nhập dòng nào. Hãy kiểm tra lại rồi xem kết quả mới.',
    en: 'The register or the units have changed since the check, so no row was entered. Check again and look at the result.',
  },
  'import.hidden_rows': {
    status: 409,
    vi: 'Có {count} dòng đang ẩn trong tệp. Hãy đồng ý nhập cả các dòng này, hoặc bỏ ẩn, xóa trong tệp rồi tải lên lại.',
    en: '{count} rows are hidden in the file. Accept them, or show or delete them in the file and upload it again.',
  },
  'import.doubtful_rows': {
    status: 409,
    vi: 'Có {count} dòng giống bản ghi hoặc dòng khác. Hãy chọn vẫn nhập hay bỏ qua các dòng này.',
    en: '{count} rows are like a record or another row. Choose whether to enter or to leave them out.',
  },
  'import.same_file': {
    status: 409,
    vi: 'Chính tệp này đã được nhập rồi. Nhập nữa thì các bản ghi được ghi hai lần; chỉ đồng ý nếu đúng là như vậy.',
    en: 'This very file was entered before. Entered again, its records are there twice; accept only if that is meant.',
  },
  'import.nothing_to_enter': {
    status: 409,
    vi: 'Tệp không có gì mới để nhập.',
    en: 'There is nothing new to enter in this file.',
  },
  'import.busy': {
    status: 429,
    vi: 'Máy chủ đang kiểm tra nhiều tệp khác. Việc này sẽ tự thử lại sau giây lát.',
    en: 'The server is checking several other files. This is tried again in a moment.',
  },
} as const satisfies ProblemWords;

/** Why a cell is refused, beside the words of the register's fields and of typed values. */
export const importCellWords = {
  'cell.error_value': {
    vi: 'Công thức trong ô bị lỗi ({text}).',
    en: 'The formula of the cell has an error ({text}).',
  },
  'cell.formula_without_result': {
    vi: 'Ô có công thức chưa được tính. Hãy mở tệp bằng Excel, lưu lại rồi tải lên, hoặc ghi thẳng giá trị.',
    en: 'The formula of the cell has not been calculated. Open and save the file in Excel, or write the value itself.',
  },
  'cell.not_a_day': {
    vi: 'Ô có dạng ngày nhưng giá trị không phải là ngày.',
    en: 'The cell is formatted as a day but is none.',
  },
  'cell.number_wanted': { vi: 'Ở đây phải là số, đang là “{text}”.', en: 'This must be a number; it is “{text}”.' },
  'cell.day_for_text': {
    vi: 'Excel đã đổi nội dung thành ngày ({text}). Hãy định dạng ô là Text rồi ghi lại.',
    en: 'Excel has turned the content into a day ({text}). Format the cell as text and write it again.',
  },
  'cell.choice_unknown': {
    vi: '“{text}” không có trong danh mục. Chọn một trong: {choices}',
    en: '“{text}” is not in the list. Choose one of: {choicesEn}',
  },
  'cell.total_row': {
    vi: 'Đây là dòng cộng, không phải bản ghi. Hãy xóa dòng này: hệ thống tự cộng.',
    en: 'This is a row of totals, not a record. Delete it: the system adds up by itself.',
  },
  'cell.unit_missing': {
    vi: 'Hãy ghi tên hoặc mã đơn vị của bản ghi.',
    en: 'Write the name or code of the unit that the record belongs to.',
  },
  'cell.unit_unknown': {
    vi: 'Không có đơn vị “{text}” trong phạm vi của bạn.',
    en: 'There is no unit “{text}” in your place.',
  },
  'cell.unit_of_kind_unknown': {
    vi: 'Không tìm thấy đơn vị “{text}”, hoặc đơn vị đó không đúng loại cần ghi ở cột này.',
    en: 'The unit “{text}” was not found, or is not of the kind wanted in this column.',
  },
  'cell.unit_near': {
    vi: 'Không có đơn vị “{text}”. Có phải là: {candidates}?',
    en: 'There is no unit “{text}”. Is it: {candidates}?',
  },
  'cell.unit_ambiguous': {
    vi: 'Có {count} đơn vị tên “{text}”. Hãy ghi mã: {candidates}.',
    en: '{count} units are called “{text}”. Write the code: {candidates}.',
  },
  'cell.unit_differs': {
    vi: 'Mã {code} là {name}, không phải “{text}”.',
    en: 'Code {code} is {name}, not “{text}”.',
  },
  'cell.unit_fixed': {
    vi: 'Bản ghi này của {name}; không đổi đơn vị bằng cách nhập. Hãy hủy bản ghi và ghi mới ở đơn vị đúng.',
    en: 'This record belongs to {name}; an import does not move it. Void it and enter it anew at the right unit.',
  },
  'cell.record_unknown': {
    vi: 'Không tìm thấy “{text}” trong sổ, cũng không có trong tệp này.',
    en: '“{text}” was found neither in the register nor in this file.',
  },
  'cell.record_ambiguous': {
    vi: 'Có {count} bản ghi tên “{text}”. Hãy ghi rõ: {candidates}.',
    en: '{count} records are called “{text}”. Write which: {candidates}.',
  },
  'cell.refers_to_refused': {
    vi: '“{text}” ở dòng {row} của tệp này, nhưng dòng đó bị từ chối.',
    en: '“{text}” is in row {row} of this file, but that row is refused.',
  },
  'cell.refers_in_circle': {
    vi: '“{text}” nhắc đến một dòng mà dòng đó lại nhắc về đây.',
    en: '“{text}” refers to a row that refers back to this one.',
  },
  'cell.record_id_wrong': {
    vi: 'Mã bản ghi không đúng. Hãy giữ nguyên mã như khi xuất; dòng mới thì để trống.',
    en: 'This is no record id. Leave it as it was exported; leave it empty for a new row.',
  },
  'cell.record_gone': {
    vi: 'Không tìm thấy bản ghi này trong phạm vi của bạn.',
    en: 'This record was not found in your place.',
  },
  'cell.record_outside': { vi: 'Bạn không có quyền sửa bản ghi này.', en: 'This record is not yours to change.' },
  'cell.record_void': {
    vi: 'Bản ghi này đã hủy. Hãy khôi phục trước, hoặc xóa dòng này.',
    en: 'This record is void. Restore it first, or delete this row.',
  },
  'cell.record_twice': {
    vi: 'Bản ghi này đã có ở dòng {row} của tệp.',
    en: 'This record is in row {row} of the file already.',
  },
  'cell.version_wrong': {
    vi: 'Hãy giữ nguyên cột “Lần ghi” như khi xuất tệp.',
    en: 'Leave the column “Version” as it was exported.',
  },
  'cell.version_stale': {
    vi: 'Bản ghi đã được sửa sau khi xuất tệp (nay là lần ghi {now}, trong tệp là {text}). Hãy xuất lại rồi sửa trên tệp mới.',
    en: 'The record was changed after the export (now version {now}, in the file {text}). Export it again and change that.',
  },
  'cell.hidden_row': {
    vi: 'Dòng {row} đang ẩn. Hãy bỏ ẩn hoặc xóa dòng, hay đồng ý nhập dòng ẩn khi xem trước.',
    en: 'Row {row} is hidden. Show or delete it, or accept hidden rows in the preview.',
  },
  'cell.doubtful_row': {
    vi: 'Dòng này giống một bản ghi đã có, hoặc một dòng ở trên.',
    en: 'This row is like a record that is there, or like a row above.',
  },
  'cell.stands': { vi: '{sentence} Đang là “{text}”.', en: '{sentence} It is “{text}”.' },
} as const;

/** What was read in a way that the person should know. */
export const importNoteWords = {
  'note.sheet': { vi: 'Đọc trang “{text}”, tiêu đề ở dòng {row}.', en: 'Read sheet “{text}”, header in row {row}.' },
  'note.unknown_columns': {
    vi: 'Cột không có trong sổ, không được nhập: {text}.',
    en: 'Columns that the register does not have, left out: {text}.',
  },
  'note.hidden_sheets': { vi: 'Trang ẩn không được đọc: {text}.', en: 'Hidden sheets were not read: {text}.' },
  'note.converted': {
    vi: 'Chữ {text} đã được chuyển sang Unicode. Hãy xem lại vài dòng.',
    en: 'Text in {text} was converted to Unicode. Please look at some rows.',
  },
  'note.formulas': {
    vi: '{count} ô là công thức; đã lấy kết quả đang hiện, ví dụ ô {text}.',
    en: '{count} cells are formulas; the result shown was taken, for example in {text}.',
  },
  'note.serial_days': {
    vi: '{count} ô ngày chỉ có số thứ tự ngày của Excel; đã đổi ra ngày, ví dụ ô {text}.',
    en: '{count} days are only day numbers of Excel; they were turned into days, for example in {text}.',
  },
  'note.empty_numbers': {
    vi: '{count} ô số để trống được hiểu là 0, ví dụ ô {text}.',
    en: '{count} empty number cells are taken for 0, for example {text}.',
  },
  'note.default_unit': {
    vi: '{count} dòng không ghi đơn vị được ghi cho {text}.',
    en: '{count} rows without a unit are entered for {text}.',
  },
} as const;
