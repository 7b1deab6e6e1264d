import type { ProblemWords } from '#platform/http/problem.ts';

/** What can go wrong with units, in words. */
export const unitProblems = {
  'unit.not_found': {
    status: 404,
    vi: 'Không có đơn vị nào mang mã {code} trong thời gian này.',
    en: 'No unit has the code {code} in this time.',
  },
  'unit.code_malformed': {
    status: 400,
    vi: '"{code}" không phải mã đơn vị. Viết mã, hoặc mã kèm ngày, ví dụ 96@2025-06-30.',
    en: '"{code}" is not the code of a unit. Write a code, or a code with a day, such as 96@2025-06-30.',
  },
  'unit.ambiguous': {
    status: 409,
    vi: 'Trong thời gian này mã {code} chỉ nhiều đơn vị: {choices}. Hãy chọn một.',
    en: 'In this time the code {code} stands for several units: {choices}. Please choose one.',
  },
  'boundaries.being_built': {
    status: 409,
    vi: 'Một thay đổi địa giới khác đang được tính. Hãy thử lại sau ít phút.',
    en: 'Another change of boundaries is being worked out. Please try again in a few minutes.',
  },
  'unit.set_invalid': {
    status: 422,
    vi: 'Danh mục đơn vị có {count} lỗi; chưa nhập dòng nào. Lỗi đầu tiên: {first}',
    en: 'The list of units has {count} errors; no line was imported. The first: {first}',
  },
  'unit.parent_closed': {
    status: 422,
    vi: 'Chỉ thêm được dưới xã, phường, đặc khu hoặc tỉnh đang có.',
    en: 'Units are added below a commune or province that exists now.',
  },
  'unit.parent_unknown': {
    status: 422,
    vi: '“{text}” không phải xã, phường, đặc khu hay tỉnh trong phạm vi của bạn.',
    en: '“{text}” is no commune or province within your place.',
  },
  'unit.parent_several': {
    status: 422,
    vi: '“{text}” chỉ nhiều đơn vị: {choices}. Hãy ghi cả mã.',
    en: '“{text}” stands for several units: {choices}. Write the code as well.',
  },
  'unit.area_below_commune': {
    status: 422,
    vi: 'Khu dân cư thuộc xã, phường, đặc khu; {parent} không phải cấp xã.',
    en: 'A residential area belongs to a commune; {parent} is none.',
  },
  'unit.kind_unknown': {
    status: 422,
    vi: '“{text}” không phải loại đơn vị thêm được. Ghi: Khu dân cư, Cơ quan, Doanh nghiệp hoặc Nhà trường.',
    en: '“{text}” is no kind of unit that can be added. Write: Residential area, Agency, Enterprise or School.',
  },
  'unit.name_shape': {
    status: 422,
    vi: 'Tên có từ 2 đến {most} ký tự, trong đó có chữ hoặc số.',
    en: 'A name has 2 to {most} characters, letters or digits among them.',
  },
  'unit.name_taken': {
    status: 409,
    vi: 'Nơi này đã có {name} (mã {code}).',
    en: 'There is {name} (code {code}) at this place already.',
  },
  'unit.name_just_taken': {
    status: 409,
    vi: 'Nơi này đã có một đơn vị cùng loại, cùng tên. Hãy tải lại trang.',
    en: 'There is a unit of the same kind and name at this place already. Please reload the page.',
  },
  'unit.name_twice': {
    status: 422,
    vi: 'Trùng tên, loại và nơi với dòng {row}.',
    en: 'Same name, kind and place as row {row}.',
  },
  'unit.same_name_until': {
    status: 422,
    vi: '{name} trước đây còn đến ngày {day}. Ngày bắt đầu phải từ ngày đó trở đi.',
    en: 'The former {name} existed until {day}. The first day must be that day or later.',
  },
  'unit.similar': {
    status: 409,
    vi: 'Tên gần giống với: {names}. Nếu đúng là đơn vị khác, hãy xác nhận.',
    en: 'The name is close to: {names}. Please confirm that it is another unit.',
  },
  'unit.before_parent': {
    status: 422,
    vi: '{parent} có từ ngày {day}. Nếu đơn vị đã có từ trước, hãy ghi ngày {day}.',
    en: '{parent} exists since {day}. If the unit is older, write {day}.',
  },
  'unit.begins_later': {
    status: 422,
    vi: 'Ngày bắt đầu không thể sau hôm nay.',
    en: 'The first day cannot be later than today.',
  },
  'unit.code_shape': {
    status: 422,
    vi: 'Mã “{text}” chỉ gồm chữ, số và dấu . _ / -, bắt đầu bằng chữ hoặc số, không quá {most} ký tự.',
    en: 'The code “{text}” may have letters, digits and . _ / - only, begins with a letter or digit, {most} characters at most.',
  },
  'unit.code_taken': {
    status: 409,
    vi: 'Mã {code} đã dùng. Để trống thì hệ thống tự đặt.',
    en: 'The code {code} is used already. Left empty, the system gives one.',
  },
  'unit.code_just_taken': {
    status: 409,
    vi: 'Mã này vừa được dùng. Hãy chọn mã khác, hoặc để trống.',
    en: 'This code has just been used. Choose another, or leave it empty.',
  },
  'unit.code_twice': {
    status: 422,
    vi: 'Mã {code} đã ghi ở dòng {row}.',
    en: 'The code {code} is in row {row} already.',
  },
  'unit.basis_long': {
    status: 422,
    vi: 'Căn cứ không quá {most} ký tự.',
    en: 'The legal basis has {most} characters at most.',
  },
  'unit.misplaced': {
    status: 409,
    vi: 'Đơn vị cấp trên không còn, hoặc ngày bắt đầu không hợp với đơn vị cấp trên. Hãy tải lại trang.',
    en: 'The unit above does not exist any more, or the first day does not fit it. Please reload the page.',
  },
  'unit.official': {
    status: 422,
    vi: 'Đơn vị này thuộc danh mục hành chính; không sửa ở đây.',
    en: 'This unit comes from the list of administrative units; it is not changed here.',
  },
  'unit.ended_before': { status: 409, vi: 'Đơn vị này đã kết thúc.', en: 'This unit has ended already.' },
  'unit.not_ended': { status: 409, vi: 'Đơn vị này đang có.', en: 'This unit exists.' },
  'unit.end_day': {
    status: 422,
    vi: 'Ngày kết thúc phải sau ngày bắt đầu và không sau hôm nay.',
    en: 'The end must come after the first day and not after today.',
  },
  'unit.end_posts': {
    status: 422,
    vi: 'Còn vị trí công tác tại đơn vị từ ngày này trở đi. Hãy kết thúc hoặc bàn giao các vị trí đó trước.',
    en: 'There are posts at the unit on or after this day. End them or hand them over first.',
  },
  'unit.end_records': {
    status: 422,
    vi: 'Còn bản ghi hoặc báo cáo kỳ của đơn vị từ ngày này trở đi. Hãy chọn ngày muộn hơn, hoặc xử lý các bản ghi đó trước.',
    en: 'There are records or submissions of the unit on or after this day. Choose a later day, or see to them first.',
  },
  'unit.list_refused': {
    status: 422,
    vi: 'Danh sách có {count} ô chưa đúng; chưa thêm đơn vị nào. Ô đầu tiên, {first}',
    en: 'The list has {count} cells that are not right; no unit was added. The first, {first}',
  },
  'unit.list_columns': {
    status: 422,
    vi: 'Danh sách thiếu cột: {columns}.',
    en: 'The list lacks the columns: {columns}.',
  },
} as const satisfies ProblemWords;

/** Constraints of the tables of this module -> what the reader is told. */
export const unitConstraints: Record<string, keyof typeof unitProblems> = {
  units_name_key_key: 'unit.name_just_taken',
  units_administrator_code_key: 'unit.code_just_taken',
  units_code_key: 'unit.code_just_taken',
  units_period_check: 'unit.end_day',
  units_misplaced_check: 'unit.misplaced',
  units_end_posts_check: 'unit.end_posts',
  units_end_records_check: 'unit.end_records',
};

/** Why a row of a unit list was not taken as it stands, and what was done; the `problem` of unit_source_problems. */
export const unitSourceProblems = {
  'row.names_no_former_unit': {
    vi: 'Dòng không nêu đơn vị cũ nào. Bỏ qua; đơn vị mới được ghi nhận, chưa rõ đơn vị tiền thân.',
    en: 'The row names no former unit. Left out; the new unit is kept, its predecessor is unknown.',
  },
  'row.not_on_coded_list': {
    vi: 'Dòng không có mã, và xã, phường này không có trong danh sách có mã của huyện đến 30/6/2025 (có thể đã kết thúc trước đó). Bỏ qua.',
    en: 'The row has no code, and its commune is not on the coded list of its district of 30 June 2025 (it may have ended earlier). Left out.',
  },
  'row.repeats_another': {
    vi: 'Dòng không có mã hoặc trùng mã, lặp lại nội dung của một dòng khác. Bỏ qua.',
    en: 'The row has no code or one used before, and repeats another row. Left out.',
  },
  'row.names_another_successor': {
    vi: 'Dòng nêu một đơn vị mới khác cho xã, phường đã có ở dòng khác. Giữ cả hai, chưa kiểm chứng; không chia số liệu dưới cấp giữ cả hai.',
    en: 'The row names another successor of a commune that another row has. Both are kept, unverified; figures are not divided below the unit that holds both.',
  },
  'row.successor_code_wrong': {
    vi: 'Mã đơn vị mới không khớp với tên và tỉnh. Lấy đơn vị mới theo tên và tỉnh.',
    en: 'The code of the new unit does not agree with its name and province. The new unit was found by name and province.',
  },
  'row.successor_unknown': {
    vi: 'Không có đơn vị mới nào mang mã hoặc tên này. Giữ đơn vị cũ, bỏ quan hệ kế tiếp.',
    en: 'No new unit has this code or name. The former unit is kept, without a successor.',
  },
  'row.province_unknown': {
    vi: 'Không có tỉnh cũ mang tên này. Bỏ qua.',
    en: 'No former province has this name. Left out.',
  },
  'row.province_contradicts': {
    vi: 'Tỉnh cũ không sáp nhập vào tỉnh của đơn vị mới. Giữ đơn vị cũ, bỏ quan hệ kế tiếp.',
    en: 'The former province did not pass into the province of the new unit. The former unit is kept, without a successor.',
  },
  'row.district_spelt_otherwise': {
    vi: 'Tên huyện viết khác các dòng còn lại. Ghi nhận là cùng một huyện.',
    en: 'The district is spelt otherwise than in the other rows. Taken as the same district.',
  },
  'unit.no_row': {
    vi: 'Không dòng nào dẫn tới đơn vị mới này. Giữ đơn vị, chưa rõ đơn vị tiền thân.',
    en: 'No row leads to this new unit. It is kept, its predecessor is unknown.',
  },
} as const satisfies Record<string, { vi: string; en: string }>;

export type UnitSourceProblemCode = keyof typeof unitSourceProblems;
