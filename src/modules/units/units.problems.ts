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
  'unit.set_invalid': {
    status: 422,
    vi: 'Danh mục đơn vị có {count} lỗi; chưa nhập dòng nào. Lỗi đầu tiên: {first}',
    en: 'The list of units has {count} errors; no line was imported. The first: {first}',
  },
} as const satisfies ProblemWords;

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
