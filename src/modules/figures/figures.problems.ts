import type { ProblemWords } from '#platform/http/problem.ts';

export const figureProblems = {
  'figures.span_reversed': {
    status: 422,
    vi: 'Tháng cuối phải từ tháng đầu trở đi.',
    en: 'The last month must not lie before the first.',
  },
  'figures.known_on_not_past': {
    status: 422,
    vi: 'Ngày "số đã biết đến" phải là một ngày đã qua.',
    en: 'The day of "as known on" must be a past day.',
  },
  'indicator.not_found': { status: 404, vi: 'Không có chỉ tiêu mã {code}.', en: 'There is no indicator {code}.' },
} as const satisfies ProblemWords;

/** Sentences beside the numbers; {name} stands for a parameter. */
export const noteWords = {
  'view.unverified': {
    vi: 'Phần kế thừa của {count} đơn vị cũ chưa kiểm chứng (nguồn chỉ cho một đơn vị kế thừa).',
    en: 'What followed {count} former units is unverified (the source names one successor only).',
  },
  'view.begin_unknown': {
    vi: 'Ngày bắt đầu của {count} đơn vị chưa rõ; coi như đã có từ đầu kỳ.',
    en: 'The first day of {count} units is unknown; they are taken to have existed from the start of the span.',
  },
  'view.not_divisible': {
    vi: '{unit} đã bị chia tách nên không chia được ở đây; số liệu của đơn vị này nằm ở {holder}.',
    en: '{unit} was split and cannot be divided here; its figures are held by {holder}.',
  },
  'view.former_territory': {
    vi: '{unit} đã kết thúc ngày {on}; đây là địa bàn cũ, nay thuộc {holder}.',
    en: '{unit} ended on {on}; this is its former territory, now in {holder}.',
  },
  'view.did_not_exist': {
    vi: '{unit} chưa có (hoặc không còn) trong kỳ này; xem theo địa giới hiện nay để thấy số của địa bàn.',
    en: '{unit} did not exist in this span; ask as today for the figures of its territory.',
  },
  'origin.apportioned': {
    vi: 'Có số liệu phân bổ: tổng là số đã công bố, phần của từng đơn vị và từng tháng do chia theo quy tắc.',
    en: 'Some figures are apportioned: the total was published, the share of each unit and month follows a rule.',
  },
  'qualifier.mixed': {
    vi: 'Gồm số công bố “trên” và số công bố “gần”: {codes}.',
    en: 'Made of numbers published as “over” and as “nearly”: {codes}.',
  },
  'coverage.partial': {
    vi: 'Số liệu chưa đủ: xem độ phủ và danh sách đơn vị chưa báo cáo.',
    en: 'The figures are not complete: see coverage and the silent units.',
  },
} as const;
