import type { ProblemWords } from '#platform/http/problem.ts';

const atField = (vi: string, en: string) => ({ status: 400, vi, en });

export const indicatorProblems = {
  'indicator.code_shape': atField(
    'Mã gồm 2 đến 4 chữ cái in hoa (chữ đầu cho biết mục trong báo cáo kỳ) và 1 đến 3 chữ số, ví dụ TX1.',
    'A code is 2 to 4 capital letters (the first says the section of the period) and 1 to 3 digits, such as TX1.',
  ),
  'indicator.code_taken': atField('Mã {code} đã dùng cho “{name}”.', 'The code {code} belongs to “{name}”.'),
  'indicator.code_proposed': atField(
    'Mã {code} đang nằm trong một đề xuất khác.',
    'The code {code} stands in another proposal.',
  ),
  'indicator.never_counted': atField(
    'Có từ “{word}”. Hệ thống không lập chỉ tiêu về tôn giáo, dân tộc, chính kiến và không chấm điểm con người.',
    'It says “{word}”. No indicator is kept on religion, ethnicity or political opinion, and persons are not scored.',
  ),
  'indicator.issuer_kind': atField(
    'Chỉ tiêu được đặt ra cho cả nước hoặc cho một tỉnh, thành phố.',
    'An indicator is asked within the nation or within a province.',
  ),
  'indicator.register_unknown': atField('Không có sổ này.', 'There is no such register.'),
  'indicator.field_not_counted': atField(
    'Đếm bản ghi thì không chọn trường.',
    'Where records are counted, no field is chosen.',
  ),
  'indicator.field_missing': atField('Hãy chọn trường.', 'Please choose a field.'),
  'indicator.field_not_measured': atField(
    'Sổ này không có trường đó, hoặc trường không dùng được cho cách tính này. Lời ghi tự do không bao giờ được đếm.',
    'The register has no such field, or it does not fit this measure. Free words are never counted.',
  ),
  'indicator.condition_not_closed': atField(
    'Chỉ lọc theo trường chọn sẵn của sổ.',
    'Only declared closed fields of the register can be filtered.',
  ),
  'indicator.condition_unmeasured': atField(
    'Trường này không được dùng để lọc chỉ tiêu.',
    'No indicator may be filtered by this field.',
  ),
  'indicator.condition_twice': atField('Trường này đã có một điều kiện.', 'This field already has a condition.'),
  'indicator.option_unknown': atField('Sổ không có lựa chọn này.', 'The register has no such option.'),
  'indicator.event_unknown': atField('Sổ không có sự kiện này.', 'The register has no such event.'),
  'indicator.event_at_end': atField(
    'Số hiện có vào cuối kỳ không tính theo sự kiện.',
    'What stands at the period’s end is not counted by an event.',
  ),
  'indicator.several_events': atField(
    'Nhiều sự kiện chỉ dùng khi đếm khác nhau, nếu không một bản ghi sẽ tính hai lần.',
    'Several events fit a count of different keys only; a record would count twice otherwise.',
  ),
  'indicator.latest_during': atField(
    'Số của lần gần nhất là số hiện có vào cuối kỳ.',
    'The latest number is one at the period’s end.',
  ),
  'indicator.never_observed': atField(
    'Sổ này ghi việc xảy ra theo ngày, không có tình trạng vào cuối kỳ. Hãy chọn “phát sinh trong kỳ”.',
    'This register keeps what happened, not how things stand. Choose “during the period”.',
  ),
  'indicator.part_unknown': atField('Không có chỉ tiêu mã {code}.', 'There is no indicator {code}.'),
  'indicator.part_is_ratio': atField(
    '{code} là tỷ lệ phần trăm; không lấy tỷ lệ làm thành phần.',
    '{code} is a percentage; a percentage cannot be a part.',
  ),
  'indicator.part_twice': atField('{code} có hai lần.', '{code} stands twice.'),
  'indicator.circle': atField('{code} không thể tính từ chính nó.', '{code} cannot be computed from itself.'),
  'indicator.owed_missing': atField(
    'Hãy chọn cấp nào phải báo cáo và từ tháng nào.',
    'Please choose who owes it and from which month.',
  ),
  'indicator.not_owed': atField(
    'Chỉ tiêu tính từ chỉ tiêu khác thì không đơn vị nào phải báo cáo riêng.',
    'What is computed from other indicators is owed by no unit.',
  ),
  'indicator.confirm_deeds': atField(
    'Người thứ hai phải xác nhận trước khi chỉ tiêu có hiệu lực.',
    'The second person must confirm this before the indicator comes into force.',
  ),
  'indicator.own_proposal': {
    status: 403,
    vi: 'Người đề xuất không được tự duyệt; cần người thứ hai.',
    en: 'Whoever proposed it may not decide; a second person is needed.',
  },
  'indicator.not_proposed': {
    status: 409,
    vi: 'Đề xuất này đã được quyết định hoặc đã rút.',
    en: 'This proposal was decided or withdrawn already.',
  },
  'indicator.code_meanwhile': {
    status: 409,
    vi: 'Mã này vừa được người khác đề xuất. Hãy chọn mã khác.',
    en: 'Somebody has just proposed this code. Please choose another.',
  },
  'indicator.preview_span': {
    status: 422,
    vi: 'Xem thử được nhiều nhất {months} tháng một lần.',
    en: 'At most {months} months can be previewed at once.',
  },
} as const satisfies ProblemWords;

export const indicatorConstraints = {
  indicator_proposals_code_key: 'indicator.code_meanwhile',
  indicators_code_key: 'indicator.code_meanwhile',
} as const;
