/** How one thing that can go wrong is answered: HTTP status and its sentence; {name} stands for a parameter. */
export type ProblemWords = Record<string, { status: number; vi: string; en: string }>;

export type FieldProblem = { path: string; message: string };

/** An expected failure, answered as application/problem+json (RFC 9457); its words come from the module's *.problems.ts. */
export class Problem extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly fields: { path: string; code: string; params?: Record<string, unknown> }[];

  constructor(
    code: string,
    params: Record<string, unknown> = {},
    fields: { path: string; code: string; params?: Record<string, unknown> }[] = [],
  ) {
    super(code);
    this.name = 'Problem';
    this.code = code;
    this.params = params;
    this.fields = fields;
  }
}

/** Fills {name} in a sentence. */
export function fillWords(sentence: string, params: Record<string, unknown>): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? '…'));
}

export const platformProblems = {
  'input.invalid': {
    status: 400,
    vi: 'Có ô chưa đúng. Xem ghi chú ở từng ô.',
    en: 'Some fields are not right. See the note at each.',
  },
  'input.unreadable': {
    status: 400,
    vi: 'Không đọc được nội dung gửi lên.',
    en: 'The content sent could not be read.',
  },
  'request.unknown_place': { status: 404, vi: 'Không có địa chỉ này.', en: 'There is no such address.' },
  'request.not_found': {
    status: 404,
    vi: 'Không tìm thấy, hoặc bạn không có quyền xem.',
    en: 'Not found, or not yours to see.',
  },
  'request.stale': {
    status: 409,
    vi: 'Người khác vừa sửa. Xem cả hai bản rồi chọn.',
    en: 'Somebody else has just changed this. Look at both and choose.',
  },
  'request.busy': {
    status: 503,
    vi: 'Đang có nhiều tệp lớn gửi đến cùng lúc. Hãy thử lại sau ít giây.',
    en: 'Many large files are arriving at once. Please try again in a few seconds.',
  },
  'request.try_again': {
    status: 409,
    vi: 'Hai thao tác gặp nhau. Hãy thử lại.',
    en: 'Two acts met. Please try again.',
  },
  'request.reused': {
    status: 422,
    vi: 'Mã yêu cầu này đã dùng cho thao tác khác.',
    en: 'This request id was used for another act.',
  },
  'request.cross_site': {
    status: 403,
    vi: 'Yêu cầu đến từ trang khác nên bị từ chối.',
    en: 'Refused: the request came from another site.',
  },
  'request.too_large': { status: 413, vi: 'Nội dung gửi lên quá lớn.', en: 'The content sent is too large.' },
  'upload.too_large': {
    status: 413,
    vi: 'Tệp quá lớn: chỉ nhận tệp đến {megabytes} MB.',
    en: 'The file is too large: files up to {megabytes} MB are taken.',
  },
  'upload.wrong_type': {
    status: 415,
    vi: 'Ở đây không nhận loại tệp này. Loại nhận được: {types}.',
    en: 'This kind of file is not taken here. Taken are: {types}.',
  },
  'upload.empty': { status: 422, vi: 'Tệp này trống.', en: 'This file is empty.' },
  'file.kind_unknown': {
    status: 422,
    vi: 'Chỉ nhận ảnh JPEG, PNG, WebP hoặc bản quét PDF.',
    en: 'Only photographs (JPEG, PNG, WebP) and scans (PDF) are taken.',
  },
  'file.heic': {
    status: 422,
    vi: 'Ảnh này có dạng HEIC, ở đây chưa đọc được. Hãy gửi ảnh JPEG: trên iPhone, vào Cài đặt, Camera, Định dạng, chọn Tương thích nhất.',
    en: 'This picture is HEIC, which cannot be read here. Send a JPEG: on an iPhone, Settings, Camera, Formats, Most Compatible.',
  },
  'file.animated': {
    status: 422,
    vi: 'Đây là ảnh động. Hãy gửi ảnh tĩnh.',
    en: 'This picture moves. Please send a still one.',
  },
  'file.too_many_pixels': {
    status: 422,
    vi: 'Ảnh có {megapixels} triệu điểm ảnh; chỉ nhận đến {limit} triệu. Hãy chụp lại hoặc thu nhỏ.',
    en: 'The picture has {megapixels} million pixels; up to {limit} million are taken. Take it again or make it smaller.',
  },
  'file.broken': {
    status: 422,
    vi: 'Không đọc được tệp này: tệp hỏng hoặc bị cắt cụt. Hãy chụp hoặc quét lại.',
    en: 'This file cannot be read: it is broken or cut short. Take or scan it again.',
  },
  'file.pdf_locked': {
    status: 422,
    vi: 'Tệp PDF này bị khóa bằng mật khẩu. Hãy bỏ khóa rồi gửi lại.',
    en: 'This PDF is locked with a password. Unlock it and send it again.',
  },
  'file.pdf_pages': {
    status: 422,
    vi: 'Tệp PDF có {pages} trang; chỉ nhận đến {limit} trang. Hãy chia thành nhiều tệp.',
    en: 'The PDF has {pages} pages; up to {limit} are taken. Split it into several files.',
  },
  'file.pdf_parts': {
    status: 422,
    vi: 'Tệp PDF có phần không làm sạch được. Hãy quét lại, hoặc in ra một tệp PDF mới.',
    en: 'The PDF has parts that cannot be cleaned. Scan it again, or print it into a new PDF.',
  },
  'session.needed': { status: 401, vi: 'Hãy đăng nhập.', en: 'Please sign in.' },
  'permission.missing': {
    status: 403,
    vi: 'Vị trí công tác của bạn không có quyền này.',
    en: 'Your post does not carry this right.',
  },
  'permission.place': { status: 403, vi: 'Đơn vị này ngoài phạm vi của bạn.', en: 'This unit is outside your place.' },
  'password.change_first': {
    status: 403,
    vi: 'Hãy đổi mật khẩu trước khi tiếp tục.',
    en: 'Please change your password first.',
  },
  'server.unexpected': {
    status: 500,
    vi: 'Có lỗi ngoài dự kiến. Mã tra cứu: {reference}. Dữ liệu đã lưu vẫn an toàn.',
    en: 'Something unexpected went wrong. Reference: {reference}. What was saved is safe.',
  },
  'server.database_away': {
    status: 503,
    vi: 'Cơ sở dữ liệu chưa sẵn sàng. Thao tác này chưa được lưu; hãy thử lại sau ít giây.',
    en: 'The database is not ready. This act was not saved; please try again in a few seconds.',
  },
} as const satisfies ProblemWords;
