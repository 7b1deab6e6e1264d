import type { ProblemWords } from '#platform/http/problem.ts';

export const assetProblems = {
  'asset.working_too_many': {
    status: 422,
    vi: 'Số đang hoạt động không được lớn hơn số lượng.',
    en: 'No more can be working than there are.',
  },
  'asset.agreed_too_many': {
    status: 422,
    vi: 'Số chủ đồng ý không được lớn hơn số chủ.',
    en: 'No more owners can have agreed than there are.',
  },
  'asset.before_installed': {
    status: 422,
    vi: 'Ngày này không được trước ngày lắp đặt.',
    en: 'It cannot be before the day of installation.',
  },
} as const satisfies ProblemWords;

export const assetConstraints: Record<string, string> = {
  assets_working_within_items: 'asset.working_too_many',
  assets_agreed_within_owners: 'asset.agreed_too_many',
  assets_observed_after_installed: 'asset.before_installed',
};
