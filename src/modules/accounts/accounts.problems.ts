import type { ProblemWords } from '#platform/http/problem.ts';

export const accountProblems = {
  'sign_in.wrong': {
    status: 401,
    vi: 'Tên đăng nhập hoặc mật khẩu chưa đúng.',
    en: 'The sign-in name or the password is not right.',
  },
  'sign_in.throttled': {
    status: 429,
    vi: 'Đã thử sai nhiều lần. Hãy đợi {minutes} phút rồi thử lại.',
    en: 'Too many wrong tries. Please wait {minutes} minutes and try again.',
  },
  'sign_in.name_missing': { status: 400, vi: 'Hãy nhập tên đăng nhập.', en: 'Please enter the sign-in name.' },
  'account.disabled': {
    status: 403,
    vi: 'Tài khoản này đang bị khóa. Hãy hỏi người quản trị đơn vị của bạn.',
    en: 'This account is locked. Please ask the administrator of your unit.',
  },
  'password.missing': { status: 400, vi: 'Hãy nhập mật khẩu.', en: 'Please enter the password.' },
  'password.too_long': {
    status: 400,
    vi: 'Mật khẩu dài nhất 200 ký tự.',
    en: 'A password has at most 200 characters.',
  },
  'password.too_short': {
    status: 422,
    vi: 'Mật khẩu cần ít nhất 10 ký tự.',
    en: 'A password needs at least 10 characters.',
  },
  'password.too_common': {
    status: 422,
    vi: 'Mật khẩu này nhiều người dùng nên dễ đoán. Hãy chọn câu khác, ví dụ bốn từ không liên quan nhau.',
    en: 'Many people use this password, so it is easy to guess. Choose another, for example four unrelated words.',
  },
  'password.is_sign_in_name': {
    status: 422,
    vi: 'Mật khẩu không được là tên đăng nhập.',
    en: 'The password must not be the sign-in name.',
  },
  'password.same_as_before': {
    status: 422,
    vi: 'Mật khẩu mới phải khác mật khẩu cũ.',
    en: 'The new password must differ from the old one.',
  },
  'password.wrong_current': {
    status: 422,
    vi: 'Mật khẩu hiện tại chưa đúng.',
    en: 'The current password is not right.',
  },
  'reset_code.missing': { status: 400, vi: 'Hãy nhập mã.', en: 'Please enter the code.' },
  'reset_code.invalid': {
    status: 422,
    vi: 'Tên đăng nhập hoặc mã chưa đúng, mã đã dùng hoặc đã hết hạn. Hãy xin người quản trị mã mới.',
    en: 'The sign-in name or the code is not right, or the code was used or has expired. Please ask your administrator for a new one.',
  },
  'set_up.code_invalid': {
    status: 422,
    vi: 'Mã thiết lập chưa đúng hoặc đã hết hạn. Xem mã mới trong cửa sổ khởi động máy chủ.',
    en: 'The set-up code is not right or has expired. See the window in which the server was started.',
  },
  'set_up.done_before': {
    status: 409,
    vi: 'Hệ thống đã có người quản trị đầu tiên. Hãy đăng nhập.',
    en: 'The first administrator is already there. Please sign in.',
  },
  'person.sign_in_name': {
    status: 400,
    vi: 'Tên đăng nhập gồm 3 đến 60 ký tự: chữ thường không dấu, số, dấu chấm, gạch nối, gạch dưới.',
    en: 'A sign-in name has 3 to 60 characters: plain small letters, digits, point, hyphen, underscore.',
  },
  'person.display_name': { status: 400, vi: 'Họ tên gồm 2 đến 100 ký tự.', en: 'A name has 2 to 100 characters.' },
  'person.sign_in_name_taken': {
    status: 409,
    vi: 'Tên đăng nhập này đã có người dùng.',
    en: 'This sign-in name is already taken.',
  },
  'person.not_manageable': {
    status: 403,
    vi: 'Người này còn vị trí công tác ngoài phạm vi của bạn. Hãy nhờ người quản trị cấp trên.',
    en: 'This person also holds a post outside your place. Please ask the administrator above you.',
  },
  'person.yourself': {
    status: 422,
    vi: 'Bạn không tự làm việc này cho mình được. Hãy nhờ người quản trị khác.',
    en: 'You cannot do this to yourself. Please ask another administrator.',
  },
  'person.is_disabled': {
    status: 422,
    vi: 'Tài khoản đang bị khóa. Hãy mở khóa trước.',
    en: 'The account is locked. Unlock it first.',
  },
  'post.role_not_yours_to_give': {
    status: 403,
    vi: 'Chỉ người quản trị hệ thống mới giao, kết thúc hoặc bàn giao vai trò này.',
    en: 'Only a system administrator may give, end or hand over this role.',
  },
  'post.role_not_for_unit': {
    status: 422,
    vi: 'Vai trò này không có ở cấp của đơn vị đã chọn.',
    en: 'This role does not exist at the level of the unit chosen.',
  },
  'post.unit_ended': {
    status: 422,
    vi: 'Đơn vị này không còn. Hãy chọn đơn vị hiện nay.',
    en: 'This unit has ended. Choose a unit of today.',
  },
  'post.duties_apart': {
    status: 422,
    vi: 'Một người không vừa xử lý nguồn tin vừa làm quản trị. Hãy giao cho người khác.',
    en: 'One person does not both handle tips and administer. Please choose another person.',
  },
  'post.already_held': {
    status: 422,
    vi: 'Người này đã có vai trò này ở đơn vị này trong thời gian đó.',
    en: 'This person already holds this role at this unit in that time.',
  },
  'post.starts_in_past': {
    status: 422,
    vi: 'Ngày bắt đầu phải từ hôm nay trở đi.',
    en: 'The first day must be today or later.',
  },
  'post.ends_in_past': {
    status: 422,
    vi: 'Ngày kết thúc phải từ hôm nay trở đi.',
    en: 'The end must be today or later.',
  },
  'post.ends_before_start': {
    status: 422,
    vi: 'Ngày kết thúc phải sau ngày bắt đầu.',
    en: 'The end must come after the beginning.',
  },
  'post.ended_before': {
    status: 422,
    vi: 'Vị trí này đã kết thúc trước ngày đó.',
    en: 'This post ends before that day.',
  },
  'post.unknown_choice': {
    status: 422,
    vi: 'Không có lựa chọn này. Hãy chọn trong danh sách.',
    en: 'There is no such choice. Please choose from the list.',
  },
  'post.last_administrator': {
    status: 422,
    vi: 'Đây là người quản trị hệ thống cuối cùng. Hãy giao cho người khác trước.',
    en: 'This is the last system administrator. Give the post to somebody else first.',
  },
  'audit.act': { status: 400, vi: 'Tên thao tác có dạng post.given.', en: 'An act is written like post.given.' },
} as const satisfies ProblemWords;

/** Constraints of the tables of this module -> what the reader is told. */
export const accountConstraints: Record<string, keyof typeof accountProblems> = {
  accounts_sign_in_name_key: 'person.sign_in_name_taken',
  accounts_sign_in_name_check: 'person.sign_in_name',
  posts_period_check: 'post.ends_before_start',
  posts_organisation_code_fkey: 'post.unknown_choice',
  posts_role_fkey: 'post.unknown_choice',
};
