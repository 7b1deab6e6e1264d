import type { ProblemWords } from '#platform/http/problem.ts';

export const inboxProblems = {
  'tip.move_unlawful': {
    status: 409,
    vi: 'Tin đang ở bước khác nên chưa làm được việc này. Xem lại trạng thái của tin.',
    en: 'The tip is at another step, so this cannot be done now. Look at its state again.',
  },
  'tip.extended_already': {
    status: 409,
    vi: 'Tin này đã gia hạn một lần; không gia hạn thêm được.',
    en: 'This tip was extended once; it cannot be extended again.',
  },
  'tip.no_extension': {
    status: 409,
    vi: 'Loại tin này không có gia hạn.',
    en: 'There is no extension for this kind of message.',
  },
  'tip.decide_first': {
    status: 409,
    vi: 'Ghi kết quả giải quyết trước khi đóng tin.',
    en: 'Enter the decision before closing the tip.',
  },
  'tip.inform_first': {
    status: 409,
    vi: 'Báo kết quả cho người báo tin trước khi đóng tin.',
    en: 'Tell the source the result before closing the tip.',
  },
  'tip.nothing_to_verify': {
    status: 409,
    vi: 'Tin trùng hoặc ngoài địa bàn thì không xác minh.',
    en: 'A duplicate, or a tip of elsewhere, is not verified.',
  },
  'tip.changed_meanwhile': {
    status: 409,
    vi: 'Người khác vừa xử lý tin này. Mở lại để xem việc mới nhất.',
    en: 'Somebody else has just handled this tip. Open it again to see the latest.',
  },
  'tip.content_gone': {
    status: 410,
    vi: 'Nội dung tin này không còn: đã hủy theo thời hạn, người báo tin đã rút, hoặc tin đã chuyển đi.',
    en: 'The content of this tip is gone: destroyed in due time, withdrawn by its source, or passed on.',
  },
  'tip.no_receipt': {
    status: 409,
    vi: 'Tin này không gửi qua Cổng Báo tin nên không trả lời được ở đây. Trả lời theo cách người báo tin đã để lại, rồi ghi “Đã báo tiếp nhận bằng cách khác”.',
    en: 'This tip did not come through the portal, so it cannot be answered here. Answer in the way its source left, then note it.',
  },
  'tip.merge_itself': {
    status: 422,
    vi: 'Chọn một tin khác đang xử lý trong cùng hộp tin.',
    en: 'Choose another open tip of the same inbox.',
  },
  'tip.content_of_crime_report': {
    status: 422,
    vi: 'Tố giác, tin báo về tội phạm ghi nhận ở đây chỉ có vết hành chính, không có nội dung.',
    en: 'A crime report recorded here has its administrative trail alone, no content.',
  },
  'tip.target_changed': {
    status: 409,
    vi: 'Hộp tin nhận vừa đổi khóa hoặc tin vừa thay đổi. Mở lại tin rồi chuyển lại.',
    en: 'The receiving inbox has just changed its key, or the tip has changed. Open it again and pass it on anew.',
  },
  'inbox.none': {
    status: 409,
    vi: 'Đơn vị này chưa có hộp tin. Thiết lập khóa ở trang Khóa hộp tin.',
    en: 'This unit has no inbox yet. Set up its key on the page of inbox keys.',
  },
  'inbox.key_stale': {
    status: 409,
    vi: 'Khóa của hộp tin vừa được người khác đổi. Tải lại trang rồi xem lại.',
    en: 'Somebody else has just changed the key of the inbox. Reload the page and look again.',
  },
  'inbox.key_unsigned': {
    status: 422,
    vi: 'Chữ ký của khóa trước không khớp với khóa mới.',
    en: 'The signature of the key before does not fit the new key.',
  },
  'inbox.share_misplaced': {
    status: 422,
    vi: 'Danh sách người xử lý hoặc người giữ mảnh khóa vừa thay đổi. Tải lại trang rồi làm lại.',
    en: 'The list of handlers or custodians has just changed. Reload the page and do it again.',
  },
  'inbox.key_needed': {
    status: 409,
    vi: 'Bạn chưa có khóa riêng. Đặt cụm mật khẩu ở trang Khóa hộp tin trước.',
    en: 'You have no key of your own yet. Set a passphrase on the page of inbox keys first.',
  },
  'escrow.not_possible': {
    status: 409,
    vi: 'Yêu cầu này không còn mở, hoặc chưa đủ hai người giữ mảnh khóa.',
    en: 'This request is not open any more, or two custodians are not there yet.',
  },
  'escrow.asked_already': {
    status: 409,
    vi: 'Bạn đã gửi yêu cầu này và nó còn chờ.',
    en: 'You have already asked, and it still waits.',
  },
} as const satisfies ProblemWords;

export const inboxConstraints: Record<string, string> = {
  inbox_share_misplaced: 'inbox.share_misplaced',
  escrow_requests_open_key: 'escrow.asked_already',
};
