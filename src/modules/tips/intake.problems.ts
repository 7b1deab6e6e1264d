import type { ProblemWords } from '#platform/http/problem.ts';

/** What residents are told when a tip or a receipt does not go through. */
export const intakeProblems = {
  'tip.incomplete': {
    status: 422,
    vi: 'Tin đến nơi không đủ các phần. Hãy gửi lại.',
    en: 'Not all parts of the tip arrived. Please send it again.',
  },
  'tip.inbox_key_retired': {
    status: 409,
    vi: 'Hộp tin vừa đổi khóa. Hãy gửi lại để niêm phong bằng khóa mới.',
    en: 'The inbox has just changed its key. Please send again, sealed to the new one.',
  },
  'tip.no_inbox': {
    status: 404,
    vi: 'Nơi này chưa có hộp tin. Hãy gọi 113 hoặc đến công an xã.',
    en: 'There is no inbox for this place yet. Please call 113 or go to the commune police.',
  },
  'tip.proof_expired': {
    status: 409,
    vi: 'Phiên gửi đã hết hạn. Hãy gửi lại.',
    en: 'This sending has expired. Please send again.',
  },
  'tip.proof_wrong': {
    status: 403,
    vi: 'Không nhận tin gửi theo cách này. Hãy gửi bằng trang Báo tin.',
    en: 'Tips are not taken this way. Please use the page for sending a tip.',
  },
  'tip.proof_spent': {
    status: 409,
    vi: 'Phiên gửi này đã dùng rồi. Hãy gửi lại.',
    en: 'This sending was used already. Please send again.',
  },
  'tip.too_many': {
    status: 429,
    vi: 'Đang có quá nhiều tin gửi đến cùng lúc. Hãy thử lại sau một giờ; nếu gấp, gọi 113.',
    en: 'Too many tips are arriving. Please try again in an hour; if it is urgent, call 113.',
  },
  'tip.full': {
    status: 422,
    vi: 'Tin này đã có quá nhiều tin nhắn và tệp. Hãy gửi một tin mới.',
    en: 'This tip has too many messages and files. Please send a new one.',
  },
  'tip.form_unknown': {
    status: 422,
    vi: 'Biểu mẫu này không còn dùng được. Hãy bắt đầu lại từ trang Báo tin.',
    en: 'This form can no longer be used. Please begin again from the page for sending a tip.',
  },
  'tip.form_too_fast': {
    status: 422,
    vi: 'Bạn gửi nhanh quá. Hãy chờ vài giây rồi bấm Gửi lần nữa.',
    en: 'That was very quick. Please wait some seconds and press Send again.',
  },
  'tip.form_too_old': {
    status: 422,
    vi: 'Biểu mẫu đã mở quá ba giờ. Hãy bắt đầu lại từ trang Báo tin.',
    en: 'This form was opened more than three hours ago. Please begin again from the page for sending a tip.',
  },
  'tip.file_too_large': {
    status: 413,
    vi: 'Tệp {name} lớn quá: mỗi tệp nhiều nhất 8 MB.',
    en: 'The file {name} is too large: 8 MB at most for each.',
  },
  'tip.too_many_files': {
    status: 422,
    vi: 'Nhiều nhất 5 tệp. Bạn có thể gửi thêm sau, bằng mã biên nhận.',
    en: 'Five files at most. You can send more later, with the receipt code.',
  },
  'tip.file_kind': {
    status: 415,
    vi: 'Không nhận loại tệp của {name}. Nhận ảnh, PDF, âm thanh và video.',
    en: 'The kind of {name} is not taken. Pictures, PDF, sound and video are.',
  },
  'receipt.unknown': {
    status: 404,
    vi: 'Không mở được tin bằng mã này. Hãy xem lại từng nhóm chữ.',
    en: 'This code opens no tip. Please check each group.',
  },
  'receipt.accents': {
    status: 422,
    vi: 'Mã không có dấu tiếng Việt. Hãy tắt bộ gõ tiếng Việt rồi nhập lại.',
    en: 'The code has no Vietnamese accents. Please switch off the Vietnamese keyboard and type it again.',
  },
  'receipt.characters': {
    status: 422,
    vi: 'Mã chỉ có chữ số và chữ cái, không có chữ U. Hãy xem lại.',
    en: 'The code has digits and letters only, and no U. Please check it.',
  },
  'receipt.length': {
    status: 422,
    vi: 'Mã có 21 ký tự: năm nhóm bốn ký tự và một ký tự cuối.',
    en: 'The code has 21 characters: five groups of four, and one more.',
  },
  'receipt.mistyped': {
    status: 422,
    vi: 'Có ký tự chép chưa đúng. Hãy xem lại từng nhóm chữ.',
    en: 'Some character was not copied rightly. Please check each group.',
  },
} as const satisfies ProblemWords;

export const intakeConstraints: Record<string, string> = {
  tip_receipts_locator_key: 'request.reused',
};
