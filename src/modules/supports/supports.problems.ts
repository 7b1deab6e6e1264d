import type { ProblemWords } from '#platform/http/problem.ts';

export const supportProblems = {
  'support.reached_nobody': {
    status: 422,
    vi: 'Hãy ghi số hộ, số người hoặc số suất quà; ít nhất một số phải lớn hơn 0.',
    en: 'Give the households, persons or gifts; at least one must be more than 0.',
  },
  'support.amount_missing': {
    status: 422,
    vi: 'Hỗ trợ bằng tiền hoặc vốn vay thì ghi số tiền.',
    en: 'For money or a loan, give the amount.',
  },
} as const satisfies ProblemWords;

export const supportConstraints: Record<string, string> = {
  supports_reach_somebody: 'support.reached_nobody',
  supports_money_with_amount: 'support.amount_missing',
};
