import type { ProblemWords } from '#platform/http/problem.ts';

export const feedbackProblems = {
  'feedback.answered_too_early': {
    status: 422,
    vi: 'Ngày trả lời không được trước ngày nhận.',
    en: 'It cannot be answered before it was received.',
  },
  'feedback.wished_private': {
    status: 422,
    vi: 'Người dân không muốn công khai phản ánh này.',
    en: 'The resident does not want this to be public.',
  },
  'feedback.position_unreadable': {
    status: 422,
    vi: 'Viết vĩ độ, kinh độ của một nơi ở Việt Nam, mỗi số nhiều nhất 4 chữ số sau dấu chấm. Ví dụ: 9.1768, 105.1524.',
    en: 'Write latitude and longitude of a place in Vietnam, four digits behind the point at most. Example: 9.1768, 105.1524.',
  },
  'feedback.too_many': {
    status: 429,
    vi: 'Hôm nay nơi này đã nhận rất nhiều phản ánh. Phản ánh của bạn chưa được gửi; hãy thử lại vào ngày mai, hoặc gọi số trực của đơn vị.',
    en: 'This place has received very much feedback today. Yours was not sent; try again tomorrow, or call the unit.',
  },
  'feedback.place_unknown': {
    status: 422,
    vi: 'Hãy chọn xã, phường hoặc khu dân cư.',
    en: 'Choose a commune or residential area.',
  },
} as const satisfies ProblemWords;

export const feedbackConstraints: Record<string, string> = {
  feedback_too_many: 'feedback.too_many',
  feedback_place_unknown: 'feedback.place_unknown',
  feedback_answered_after_received: 'feedback.answered_too_early',
  feedback_public_by_wish: 'feedback.wished_private',
  feedback_position_in_vietnam: 'feedback.position_unreadable',
};
