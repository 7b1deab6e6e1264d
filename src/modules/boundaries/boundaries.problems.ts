import type { ProblemWords } from '#platform/http/problem.ts';

/** What can go wrong with boundaries, in words. Those of a feature stand behind its number. */
export const boundaryProblems = {
  'boundary.refused': {
    status: 422,
    vi: 'Tệp có {count} đối tượng chưa đúng; chưa nhập ranh giới nào. Đầu tiên, {first}',
    en: 'The file has {count} features that are not right; no boundary was imported. The first, {first}',
  },
  'boundary.too_many_asked': {
    status: 422,
    vi: 'Mỗi lần chỉ xem được ranh giới của {most} đơn vị.',
    en: 'Boundaries of at most {most} units can be asked for at once.',
  },
  'boundary.not_json': {
    status: 422,
    vi: 'Tệp không phải GeoJSON: không đọc được như JSON.',
    en: 'The file is no GeoJSON: it cannot be read as JSON.',
  },
  'boundary.not_collection': {
    status: 422,
    vi: 'Tệp phải là một FeatureCollection của GeoJSON.',
    en: 'The file must be a GeoJSON FeatureCollection.',
  },
  'boundary.no_features': { status: 422, vi: 'Tệp không có đối tượng nào.', en: 'The file has no features.' },
  'boundary.too_many': {
    status: 422,
    vi: 'Tệp có quá {most} đối tượng. Hãy chia thành nhiều tệp.',
    en: 'The file has more than {most} features. Please divide it.',
  },
  'boundary.too_fine': {
    status: 422,
    vi: 'Tệp có quá {most} điểm tọa độ. Hãy giản lược hoặc chia thành nhiều tệp.',
    en: 'The file has more than {most} positions. Please simplify or divide it.',
  },
  'boundary.not_feature': { status: 422, vi: 'không phải Feature của GeoJSON.', en: 'is no GeoJSON Feature.' },
  'boundary.no_code': {
    status: 422,
    vi: 'không có mã đơn vị. Ghi mã chính thức ở thuộc tính code, ma, ma_xa hoặc ma_tinh.',
    en: 'has no code of a unit. Write the official code as property code, ma, ma_xa or ma_tinh.',
  },
  'boundary.code_shape': {
    status: 422,
    vi: 'mã “{code}” không phải mã tỉnh (2 chữ số) hay mã xã (5 chữ số).',
    en: 'the code “{code}” is neither of a province (2 digits) nor of a commune (5 digits).',
  },
  'boundary.unknown_code': {
    status: 422,
    vi: 'không có tỉnh, xã hiện nay nào mang mã {code}.',
    en: 'no province or commune of today has the code {code}.',
  },
  'boundary.place': {
    status: 422,
    vi: '{name} (mã {code}) không thuộc phạm vi của bạn.',
    en: '{name} (code {code}) is outside your place.',
  },
  'boundary.twice': {
    status: 422,
    vi: 'mã {code} đã có ở đối tượng {other}. Hãy gộp thành một MultiPolygon.',
    en: 'the code {code} is at feature {other} already. Please join them to one MultiPolygon.',
  },
  'boundary.no_geometry': { status: 422, vi: 'mã {code}: không có hình.', en: 'code {code}: there is no geometry.' },
  'boundary.not_polygon': {
    status: 422,
    vi: 'mã {code}: hình là {type}; chỉ nhận Polygon và MultiPolygon.',
    en: 'code {code}: the geometry is a {type}; only Polygon and MultiPolygon are taken.',
  },
  'boundary.ring': {
    status: 422,
    vi: 'mã {code}: có đường bao không khép kín, dưới 4 điểm hoặc có điểm không phải số.',
    en: 'code {code}: a ring is not closed, has fewer than 4 positions, or a position that is no numbers.',
  },
  'boundary.swapped': {
    status: 422,
    vi: 'mã {code}: tọa độ {position} bị đảo. GeoJSON ghi kinh độ trước, vĩ độ sau.',
    en: 'code {code}: the position {position} is turned round. GeoJSON writes longitude first, then latitude.',
  },
  'boundary.outside': {
    status: 422,
    vi: 'mã {code}: tọa độ {position} không ở Việt Nam. Cần kinh độ, vĩ độ WGS 84, không phải mét VN-2000.',
    en: 'code {code}: the position {position} is not in Vietnam. Longitude and latitude (WGS 84) are needed, not metres.',
  },
} as const satisfies ProblemWords;

/** Said beside what a file would do. */
export const boundaryNotes = {
  'boundary.without_islands': {
    vi: 'Ranh giới {province} trong tệp không có quần đảo {islands}. Bản đồ vẫn vẽ quần đảo trong khung riêng.',
    en: 'The boundary of {province} in this file lacks the {islands} archipelago. Maps still draw it in a box of its own.',
  },
} as const;
