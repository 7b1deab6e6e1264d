import type { ProblemWords } from '#platform/http/problem.ts';

export const initiativeProblems = {
  'initiative.before_established': {
    status: 422,
    vi: 'Ngày này không được trước ngày xây dựng.',
    en: 'It cannot be before the day it was established.',
  },
  'initiative.end_missing': {
    status: 422,
    vi: 'Đã sáp nhập hoặc giải thể thì ghi ngày.',
    en: 'Where it was merged or dissolved, give the day.',
  },
} as const satisfies ProblemWords;

export const initiativeConstraints: Record<string, string> = {
  initiatives_observed_after_established: 'initiative.before_established',
};
