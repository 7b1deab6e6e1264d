import type { Register, Words } from '#registers/declaration.ts';
import { leadOrganisations, voidReasons } from '#registers/common-lists.ts';
import { determineInitiativeBreaches } from './initiatives.rules.ts';

const categories: Record<string, Words> = {
  self_managed_group: { vi: 'Tổ tự quản về an ninh, trật tự', en: 'Self-managed security group' },
  crime_prevention_club: { vi: 'Câu lạc bộ phòng, chống tội phạm', en: 'Crime-prevention club' },
  shock_team: { vi: 'Đội xung kích', en: 'Shock team' },
  landlord_club: { vi: 'Câu lạc bộ chủ nhà trọ tự quản', en: 'Landlord club' },
  family_club: {
    vi: 'Câu lạc bộ quản lý người thân không phạm tội, mắc tệ nạn xã hội',
    en: 'Family club',
  },
  motorbike_taxi_group: { vi: 'Đội, tổ xe ôm tự quản', en: 'Motorbike-taxi group' },
  reintegration_club: { vi: 'Câu lạc bộ người hoàn lương', en: 'Reintegration club' },
  fire_safety_group: { vi: 'Tổ liên gia an toàn phòng cháy, chữa cháy', en: 'Fire-safety inter-family group' },
  patrol_group: { vi: 'Tổ tuần tra nhân dân', en: 'Residents’ patrol group' },
  public_fire_point: { vi: 'Điểm chữa cháy công cộng', en: 'Public fire-fighting point' },
  security_camera: { vi: 'Camera an ninh', en: 'Security cameras' },
  security_lighting: { vi: 'Ánh sáng an ninh, tháp sáng đường quê', en: 'Security lighting' },
  zalo_group: { vi: 'Nhóm Zalo an ninh, trật tự', en: 'Zalo group' },
  zalo_page: { vi: 'Trang Zalo của công an cơ sở', en: 'Zalo page of local police' },
  school_gate: { vi: 'Cổng trường an toàn', en: 'Safe school gate' },
  boundary_cluster: { vi: 'Cụm an ninh giáp ranh', en: 'Boundary-area cluster' },
  drug_free_area: { vi: 'Địa bàn không ma túy', en: 'Drug-free area' },
  hand_in: { vi: 'Vận động giao nộp vũ khí, vật liệu nổ', en: 'Weapons hand-in' },
  livelihood_support: {
    vi: 'Hỗ trợ phát triển kinh tế gắn với tuyên truyền pháp luật',
    en: 'Livelihood support with legal outreach',
  },
  skilled_mobilisation: { vi: 'Dân vận khéo về an ninh, trật tự', en: 'Skilled mass mobilisation' },
  other: { vi: 'Khác', en: 'Other' },
};

const ofGroups = [
  'self_managed_group',
  'crime_prevention_club',
  'shock_team',
  'landlord_club',
  'family_club',
  'motorbike_taxi_group',
  'reintegration_club',
  'fire_safety_group',
  'patrol_group',
  'other',
];
const ofSites = Object.keys(categories).filter((category) => !ofGroups.includes(category) || category === 'other');

/**
 * Initiatives (mô hình), the sites (điểm) where they run and the groups (tổ, đội, câu lạc bộ) within a site: three levels
 * that are never mixed in one number (Guidance 22/HD-BCA-V05: the name, plus its sites, plus its groups).
 */
export const initiatives: Register = {
  name: 'initiatives',
  table: 'initiatives',
  one: 'Initiative',
  many: 'Initiatives',
  label: { vi: 'Mô hình', en: 'Initiatives' },
  labelOne: { vi: 'mô hình, điểm, tổ', en: 'initiative, site or group' },
  permissions: { read: 'initiative.read', write: 'initiative.write' },
  dateField: 'establishedOn',
  titleField: 'name',
  observedOnField: 'observedOn',
  listFields: ['level', 'name', 'category', 'status', 'memberCount'],
  fields: {
    level: {
      type: 'choice',
      label: { vi: 'Cấp', en: 'Level' },
      hint: {
        vi: 'Mô hình là tên; điểm là nơi mô hình hoạt động; tổ là nhóm người ở một điểm.',
        en: 'An initiative is the name; a site is a place where it runs; a group is people within a site.',
      },
      required: true,
      options: {
        initiative: { vi: 'Mô hình', en: 'Initiative' },
        site: { vi: 'Điểm', en: 'Site' },
        group: { vi: 'Tổ, đội, câu lạc bộ', en: 'Group' },
      },
    },
    name: { type: 'text', label: { vi: 'Tên', en: 'Name' }, required: true, maxLength: 200 },
    category: {
      type: 'choice',
      label: { vi: 'Loại hình', en: 'Category' },
      required: true,
      options: categories,
      narrowedBy: { field: 'level', codes: { group: ofGroups, site: ofSites } },
    },
    initiativeId: {
      type: 'record',
      label: { vi: 'Thuộc mô hình', en: 'Carries the initiative' },
      hint: {
        vi: 'Mô hình mà điểm, tổ này thực hiện; có thể là mô hình của nơi khác được nhân rộng.',
        en: 'The initiative it carries; it may be one of elsewhere that is replicated here.',
      },
      required: true,
      onlyWith: { field: 'level', oneOf: ['site', 'group'] },
      of: () => initiatives,
      where: { level: 'initiative' },
    },
    siteId: {
      type: 'record',
      label: { vi: 'Thuộc điểm', en: 'Within the site' },
      required: false,
      onlyWith: { field: 'level', oneOf: ['group'] },
      of: () => initiatives,
      where: { level: 'site' },
    },
    areaId: {
      type: 'unit',
      label: { vi: 'Khu dân cư, cơ quan, trường học', en: 'Residential area, agency or school' },
      required: false,
      onlyWith: { field: 'level', oneOf: ['site', 'group'] },
      kinds: ['residential_area', 'agency', 'enterprise', 'school'],
    },
    leadOrganisation: {
      type: 'choice',
      label: { vi: 'Đơn vị chủ trì', en: 'Led by' },
      required: true,
      options: leadOrganisations,
    },
    origin: {
      type: 'choice',
      label: { vi: 'Nguồn gốc', en: 'Origin' },
      required: true,
      onlyWith: { field: 'level', oneOf: ['initiative'] },
      options: {
        own: { vi: 'Do đơn vị xây dựng', en: 'Own origin' },
        replicated: { vi: 'Nhân rộng từ nơi khác', en: 'Replicated from elsewhere' },
      },
    },
    recognition: {
      type: 'choice',
      label: { vi: 'Cấp trên chọn nhân rộng', en: 'Taken up above' },
      required: true,
      onlyWith: { field: 'level', oneOf: ['initiative'] },
      options: {
        none: { vi: 'Chưa', en: 'None' },
        province_replicated: { vi: 'Tỉnh chọn nhân rộng', en: 'By the province' },
        ministry_replicated: { vi: 'Bộ Công an chọn nhân rộng', en: 'By the ministry' },
      },
    },
    decisionNumber: {
      type: 'text',
      label: { vi: 'Số quyết định', en: 'Decision number' },
      required: false,
      maxLength: 60,
    },
    establishedOn: { type: 'date', label: { vi: 'Ngày xây dựng', en: 'Established on' }, required: true },
    launchedOn: { type: 'date', label: { vi: 'Ngày ra mắt', en: 'Launched on' }, required: false },
    replicatedOn: {
      type: 'date',
      label: { vi: 'Ngày nhân rộng', en: 'Replicated on' },
      required: false,
      onlyWith: { field: 'level', oneOf: ['initiative'] },
    },
    consolidatedOn: {
      type: 'date',
      label: { vi: 'Ngày rà soát, củng cố', en: 'Reviewed and consolidated on' },
      required: false,
    },
    mergedOn: { type: 'date', label: { vi: 'Ngày sáp nhập', en: 'Merged on' }, required: false },
    dissolvedOn: { type: 'date', label: { vi: 'Ngày thanh loại, giải thể', en: 'Dissolved on' }, required: false },
    observedOn: {
      type: 'date',
      label: { vi: 'Tính đến ngày', en: 'As it stands since' },
      hint: {
        vi: 'Trạng thái và số lượng bên dưới tính từ ngày này; khi thay đổi, bấm “Ghi nhận thay đổi”.',
        en: 'The state and numbers below stand since this day; when they change, choose “Note a change”.',
      },
      required: true,
    },
    status: {
      type: 'choice',
      label: { vi: 'Trạng thái', en: 'Status' },
      required: true,
      observed: true,
      options: {
        planned: { vi: 'Đang chuẩn bị', en: 'Planned' },
        active: { vi: 'Đang hoạt động', en: 'Active' },
        paused: { vi: 'Tạm dừng', en: 'Paused' },
        merged: { vi: 'Đã sáp nhập', en: 'Merged' },
        dissolved: { vi: 'Đã thanh loại, giải thể', en: 'Dissolved' },
      },
    },
    memberCount: {
      type: 'number',
      label: { vi: 'Số thành viên', en: 'Members' },
      required: true,
      observed: true,
      onlyWith: { field: 'level', oneOf: ['group'] },
      max: 99_999,
    },
    equipmentCount: {
      type: 'number',
      label: { vi: 'Số camera, bóng đèn', en: 'Cameras or lights' },
      required: true,
      observed: true,
      onlyWith: { field: 'category', oneOf: ['security_camera', 'security_lighting'] },
      max: 99_999,
    },
    followerCount: {
      type: 'number',
      label: { vi: 'Số người tham gia nhóm Zalo', en: 'People in the Zalo group' },
      required: true,
      observed: true,
      onlyWith: { field: 'category', oneOf: ['zalo_group'] },
      max: 9_999_999,
    },
  },
  events: {
    established: 'establishedOn',
    launched: 'launchedOn',
    replicated: 'replicatedOn',
    consolidated: 'consolidatedOn',
    merged: 'mergedOn',
    dissolved: 'dissolvedOn',
  },
  duplicateFields: ['level', 'name', 'category', 'areaId', 'siteId'],
  attachments: true,
  voidReasons,
  byTheHour: false,
  determineBreaches: determineInitiativeBreaches,
};
