import type { ProblemWords } from '#platform/http/problem.ts';

export const awardProblems = {
  'award.nobody': {
    status: 422,
    vi: 'Hãy ghi số tập thể hoặc số cá nhân được khen; ít nhất một số phải lớn hơn 0.',
    en: 'Give the collectives or persons rewarded; at least one must be more than 0.',
  },
  'award.grassroots_too_many': {
    status: 422,
    vi: 'Số cá nhân ở cơ sở không được lớn hơn số cá nhân.',
    en: 'No more persons can be at the grassroots than were rewarded.',
  },
  'award.proposed_too_late': {
    status: 422,
    vi: 'Ngày đề nghị không được sau ngày quyết định.',
    en: 'It cannot be proposed after it was decided.',
  },
  'award.before_decision': {
    status: 422,
    vi: 'Ngày này không được trước ngày quyết định.',
    en: 'It cannot be before the day of the decision.',
  },
} as const satisfies ProblemWords;

export const awardConstraints: Record<string, string> = {
  awards_reward_somebody: 'award.nobody',
  awards_grassroots_within_persons: 'award.grassroots_too_many',
  awards_proposed_before_decided: 'award.proposed_too_late',
  awards_handed_over_after_decided: 'award.before_decision',
  awards_revoked_after_decided: 'award.before_decision',
};
