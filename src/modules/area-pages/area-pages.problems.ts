import type { ProblemWords } from '#platform/http/problem.ts';

export const areaPageProblems = {
  'area_page.past_day': {
    status: 422,
    vi: 'Ngày này đã qua. Hãy chọn từ hôm nay trở đi.',
    en: 'This day has passed. Choose today or later.',
  },
  'area_page.no_areas': {
    status: 422,
    vi: 'Đơn vị này chưa có khu dân cư nào. Hãy thêm khu dân cư ở mục Đơn vị trước.',
    en: 'This unit has no residential areas yet. Add them under Units first.',
  },
} as const satisfies ProblemWords;
