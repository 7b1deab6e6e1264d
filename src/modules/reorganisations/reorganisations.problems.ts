import type { ProblemWords } from '#platform/http/problem.ts';

/** What can go wrong with reorganisations, in words. */
export const reorganisationProblems = {
  'reorganisation.refused': {
    status: 422,
    vi: 'Chưa thực hiện được sắp xếp này. {first}',
    en: 'This reorganisation cannot be done as it stands. {first}',
  },
  'reorganisation.not_planned': {
    status: 409,
    vi: 'Sắp xếp này đã thực hiện hoặc đã rút; không sửa được nữa.',
    en: 'This reorganisation has been applied or withdrawn; it cannot be changed any more.',
  },
  'reorganisation.second_person': {
    status: 409,
    vi: 'Người nhập hoặc sửa sắp xếp không tự xác nhận được. Hãy nhờ một quản trị hệ thống khác.',
    en: 'Whoever entered or changed it cannot confirm it. Please ask another system administrator.',
  },
  'reorganisation.confirmed_before': {
    status: 409,
    vi: 'Sắp xếp này đã được xác nhận.',
    en: 'This reorganisation has been confirmed already.',
  },
  'reorganisation.empty': {
    status: 422,
    vi: 'Hãy thêm ít nhất một đơn vị nhập, chia hoặc thành lập.',
    en: 'Add at least one unit that is merged, split or founded.',
  },
  'reorganisation.unit_unknown': { status: 422, vi: 'Hãy chọn một đơn vị.', en: 'Please choose a unit.' },
  'reorganisation.unit_ended': {
    status: 422,
    vi: '{name} đã kết thúc; chỉ sắp xếp được đơn vị đang có.',
    en: '{name} has ended; only units that exist can be reorganised.',
  },
  'reorganisation.unit_twice': {
    status: 422,
    vi: 'Đơn vị này đã có ở dòng khác.',
    en: 'This unit is in another line already.',
  },
  'reorganisation.other_plan': {
    status: 409,
    vi: '{name} đã nằm trong sắp xếp khác chưa thực hiện: {title}.',
    en: '{name} is part of another reorganisation that is planned: {title}.',
  },
  'reorganisation.day_before': {
    status: 422,
    vi: '{name} có từ {day}; ngày hiệu lực phải sau ngày đó.',
    en: '{name} exists since {day}; the day of effect must come after it.',
  },
  'reorganisation.day_before_taker': {
    status: 422,
    vi: '{name} có từ {day}; ngày hiệu lực phải sau ngày đó thì đơn vị này mới nhận thêm được.',
    en: '{name} exists since {day}; it can take in others only after that day.',
  },
  'reorganisation.name_missing': { status: 422, vi: 'Hãy ghi tên đơn vị mới.', en: 'Write the name of the new unit.' },
  'reorganisation.name_taken': {
    status: 422,
    vi: 'Nơi này đã có {name}. Hãy ghi tên khác.',
    en: 'There is {name} at this place already. Write another name.',
  },
  'reorganisation.code_shape': {
    status: 422,
    vi: 'Mã chính thức có 2 chữ số (tỉnh) hoặc 5 chữ số (xã). Chưa có thì để trống, hệ thống tự đặt.',
    en: 'An official code has 2 digits (province) or 5 (commune). Left empty, the system gives one.',
  },
  'reorganisation.code_given': {
    status: 422,
    vi: 'Mã khu dân cư do hệ thống đặt; hãy để trống.',
    en: 'The code of a residential area is given by the system; leave it empty.',
  },
  'reorganisation.code_taken': {
    status: 422,
    vi: 'Mã này đang là của {name}.',
    en: 'This code belongs to {name}.',
  },
  'reorganisation.code_twice': {
    status: 422,
    vi: 'Mã này ghi cho hai đơn vị mới.',
    en: 'This code is given to two new units.',
  },
  'reorganisation.no_successor': {
    status: 422,
    vi: '{name} kết thúc nhưng chưa ghi nhập hay chia về đâu.',
    en: '{name} ends, but it is not said which unit follows it.',
  },
  'reorganisation.no_predecessor': {
    status: 422,
    vi: '{name} chưa ghi thành lập từ đơn vị nào.',
    en: 'It is not said of which units {name} is made.',
  },
  'reorganisation.whole_among_parts': {
    status: 422,
    vi: '{name} chia về nhiều nơi thì mỗi nơi là một phần.',
    en: '{name} passes to several units, so each of them takes a part.',
  },
  'reorganisation.lone_part': {
    status: 422,
    vi: '{name} kết thúc mà chỉ ghi một phần. Phần còn lại về đâu?',
    en: '{name} ends, but only a part of it is said to pass on. Where does the rest go?',
  },
  'reorganisation.living_whole': {
    status: 422,
    vi: '{name} vẫn còn nên chỉ chuyển một phần. Nếu nhập cả, hãy ghi {name} kết thúc.',
    en: '{name} lives on, so it gives a part. If all of it passes on, let {name} end.',
  },
  'reorganisation.to_itself': {
    status: 422,
    vi: '{name} không thể nhập vào chính mình.',
    en: '{name} cannot follow itself.',
  },
  'reorganisation.to_ends': {
    status: 422,
    vi: '{name} cũng kết thúc trong sắp xếp này, nên không nhận được đơn vị khác.',
    en: '{name} ends in the same reorganisation, so it cannot take in others.',
  },
  'reorganisation.succession_twice': {
    status: 422,
    vi: '{name} đã ghi về nơi này ở dòng khác.',
    en: 'Another line says that already of {name}.',
  },
  'reorganisation.succession_known': {
    status: 422,
    vi: 'Đã ghi nhận trước đây: {name} về {to}.',
    en: 'It is on record already that {to} follows {name}.',
  },
  'reorganisation.kind_differs': {
    status: 422,
    vi: '{name} và {to} không cùng cấp.',
    en: '{name} and {to} are not of one kind.',
  },
  'reorganisation.parent_kind': {
    status: 422,
    vi: '{name} không thể thuộc {parent}: không đúng cấp.',
    en: '{name} cannot lie below {parent}: not the kind of unit for it.',
  },
  'reorganisation.parent_ends': {
    status: 422,
    vi: '{parent} kết thúc trong sắp xếp này; hãy chọn đơn vị còn lại hoặc đơn vị mới.',
    en: '{parent} ends in this reorganisation; choose a unit that stays or a new one.',
  },
  'reorganisation.moved_nowhere': {
    status: 422,
    vi: '{name} đã thuộc đơn vị này.',
    en: '{name} lies there already.',
  },
  'reorganisation.below_split': {
    status: 422,
    vi: '{name} chia nhiều phần nên phải ghi rõ mỗi đơn vị bên dưới về đâu: {below}.',
    en: '{name} is split, so say where each unit below it goes: {below}.',
  },
} as const satisfies ProblemWords;

/** Constraints of the tables of this module -> what the reader is told. */
export const reorganisationConstraints: Record<string, keyof typeof reorganisationProblems> = {
  reorganisations_second_person_check: 'reorganisation.second_person',
};
