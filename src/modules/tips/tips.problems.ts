import type { ProblemWords } from '#platform/http/problem.ts';

export const tipProblems = {
  'tip.settled_too_early': {
    status: 422,
    vi: 'Ngày giải quyết xong không được trước ngày tiếp nhận.',
    en: 'It cannot be settled before it was received.',
  },
  'tip.forwarded_too_early': {
    status: 422,
    vi: 'Ngày chuyển không được trước ngày tiếp nhận.',
    en: 'It cannot be forwarded before it was received.',
  },
  'tip.outcome_missing': {
    status: 422,
    vi: 'Đã có ngày giải quyết xong thì chọn kết quả.',
    en: 'With a day of settlement, choose the outcome.',
  },
  'tip.settled_on_missing': {
    status: 422,
    vi: 'Đã có kết quả thì ghi ngày giải quyết xong.',
    en: 'With an outcome, give the day of settlement.',
  },
  'tip.result_without_settlement': {
    status: 422,
    vi: 'Chỉ ghi kết quả khi đã có ngày giải quyết xong.',
    en: 'Results are entered only with a day of settlement.',
  },
  'tip.responded_too_early': {
    status: 422,
    vi: 'Ngày phản hồi không được trước ngày tiếp nhận.',
    en: 'It cannot be answered before it was received.',
  },
  'tip.kept_by_inbox': {
    status: 409,
    vi: 'Nguồn tin này nằm trong Hộp tin: số liệu của nó theo việc xử lý, không sửa tay trong sổ.',
    en: 'This tip lies in an inbox: its counts follow from its handling and are not changed by hand.',
  },
} as const satisfies ProblemWords;

export const tipConstraints: Record<string, string> = {
  tips_settled_after_received: 'tip.settled_too_early',
  tips_forwarded_after_received: 'tip.forwarded_too_early',
  tips_outcome_when_settled: 'tip.outcome_missing',
  tips_responded_after_received: 'tip.responded_too_early',
  tips_kept_by_inbox: 'tip.kept_by_inbox',
  tips_results_when_settled: 'tip.result_without_settlement',
};
