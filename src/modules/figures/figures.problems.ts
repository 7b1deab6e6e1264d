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
  'explore.periods_unreadable': {
    status: 422,
    vi: 'Không đọc được kỳ. Viết 2026-03 (tháng), 2025 (năm), 2025-01..2025-12 (từng tháng) hoặc 2021~2025 (cộng gộp).',
    en: 'The periods cannot be read. Write 2026-03 (a month), 2025 (a year), 2025-01..2025-12 (each month) or 2021~2025 (summed).',
  },
  'explore.periods_too_many': {
    status: 422,
    vi: '{count} kỳ là quá nhiều cho một bảng; nhiều nhất {most}.',
    en: '{count} periods are too many for one table; {most} at most.',
  },
  'explore.units_unreadable': {
    status: 422,
    vi: 'Không đọc được đơn vị “{text}”. Viết mã, #số, hoặc mã:province, mã:district, mã:commune.',
    en: 'The unit “{text}” cannot be read. Write a code, #number, or code:province, code:district, code:commune.',
  },
  'explore.no_units': {
    status: 422,
    vi: 'Không có đơn vị nào như vậy trong kỳ này.',
    en: 'There are no such units in this span.',
  },
  'explore.too_much': {
    status: 422,
    vi: 'Câu hỏi này có {count} số, nhiều hơn {most}. Hãy bớt chỉ tiêu, đơn vị hoặc kỳ, hay tải tệp csv.',
    en: 'This question has {count} figures, more than {most}. Ask fewer indicators, units or periods, or download a csv file.',
  },
  'window.incomplete': {
    status: 422,
    vi: 'Hãy chọn kỳ xét với năm (và tháng), hoặc cả hai ngày đầu và cuối.',
    en: 'Please choose a calendar with its year (and month), or both days of a window.',
  },
  'window.reversed': {
    status: 422,
    vi: 'Ngày cuối phải từ ngày đầu trở đi.',
    en: 'The last day must not lie before the first.',
  },
  'window.calendar_unknown': { status: 404, vi: 'Không có kỳ xét này.', en: 'There is no such calendar.' },
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
  'view.split_units': {
    vi: '{count} đơn vị cũ đã bị chia tách nên không nằm trong đơn vị nào ở đây; số liệu của chúng nằm ở cấp trên.',
    en: '{count} former units were split and are in none of the units here; their figures are held above.',
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
  'window.whole_months': {
    vi: 'Kỳ này trùng các tháng báo cáo trọn vẹn, nên lấy số theo tháng đã duyệt.',
    en: 'The window is whole administrative months, so the approved figures of those months answer.',
  },
  'window.from_records': {
    vi: 'Đếm lại từ bản ghi trong sổ theo ngày, như sổ đang có lúc này; số này không qua nộp và duyệt.',
    en: 'Counted anew from dated records as the registers stand now; such a number is not submitted or approved.',
  },
  'window.running': {
    vi: 'Kỳ này chạy đến hết ngày {day}; số có thể còn thay đổi.',
    en: 'The window runs until {day}; the number may still change.',
  },
  'window.no_register': {
    vi: '{codes} không lấy từ sổ, chỉ có số theo tháng báo cáo; kỳ này không trùng tháng trọn vẹn nên không suy ra số.',
    en: '{codes} comes from no register; only monthly figures exist, and the window cuts through months. Nothing is guessed.',
  },
  'window.not_kept_during': {
    vi: '{count} đơn vị chưa giữ sổ trọn kỳ (chỉ có số theo tháng, nếu có): không nằm trong số này và không suy đoán.',
    en: '{count} units did not keep the register for the whole window (only monthly figures, if any): left out, not guessed.',
  },
  'window.not_kept_at_end': {
    vi: '{count} đơn vị chưa giữ sổ vào ngày cuối kỳ (chỉ có số theo tháng, nếu có): không nằm trong số này và không suy đoán.',
    en: '{count} units did not keep the register on the last day (only monthly figures, if any): left out, not guessed.',
  },
  'window.hidden': {
    vi: 'Sổ của {count} đơn vị ngoài quyền xem của bạn: không nằm trong số này.',
    en: 'The registers of {count} units are not yours to see: they are left out.',
  },
  'window.not_owed': {
    vi: 'Không đơn vị nào phải báo cáo chỉ tiêu này trong kỳ; đếm ở {count} đơn vị có giữ sổ.',
    en: 'No unit owes this in the window; it was counted over the {count} units that keep the register.',
  },
  'window.nobody': {
    vi: 'Trong địa bàn này không đơn vị nào phải báo cáo hoặc giữ sổ của chỉ tiêu này.',
    en: 'No unit of this territory owes the indicator or keeps its register.',
  },
  'window.units_with': {
    vi: '{codes} đếm đơn vị theo số của tháng; kỳ này không trùng tháng trọn vẹn nên không suy ra số.',
    en: '{codes} counts units by figures of months, and the window cuts through months. Nothing is guessed.',
  },
} as const;
