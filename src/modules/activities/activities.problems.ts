import type { ProblemWords } from '#platform/http/problem.ts';

export const activityProblems = {
  'activity.answered_too_many': {
    status: 422,
    vi: 'Số ý kiến đã trả lời không được lớn hơn số ý kiến.',
    en: 'No more opinions can be answered than were given.',
  },
  'activity.launch_without_commune': {
    status: 422,
    vi: 'Hội nghị phát động phải chọn ít nhất một xã, phường được tổ chức.',
    en: 'For a launch conference, choose at least one commune that it covered.',
  },
  'activity.nothing_published': {
    status: 422,
    vi: 'Hãy ghi số lượt phát, tin bài hoặc sản phẩm, ít nhất là 1.',
    en: 'Give the number of runs, posts, items or pieces, at least 1.',
  },
} as const satisfies ProblemWords;

export const activityConstraints: Record<string, string> = {
  activities_answered_within_opinions: 'activity.answered_too_many',
  activities_launch_covers_communes: 'activity.launch_without_commune',
};
