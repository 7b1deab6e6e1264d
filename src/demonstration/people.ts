/** The accounts of the demonstration; all open with the same password, which the start prints. */
export const demonstrationPassword = 'binh-yen-2026';

/** What opens the keys of the handlers and custodians of the demonstration. */
export const demonstrationPassphrase = 'cụm mật khẩu minh họa';

export type DemonstrationPerson = {
  signInName: string;
  displayName: string;
  role: string;
  organisation: string;
  /** Code of a unit of today, or a number: the commune of Cà Mau at that place in the order of codes. */
  at: string | number;
};

export const demonstrationPeople: DemonstrationPerson[] = [
  { signInName: 'xa1', displayName: 'Cán bộ xã 1 (minh họa)', role: 'commune_head', organisation: 'police', at: 0 },
  { signInName: 'xa2', displayName: 'Cán bộ xã 2 (minh họa)', role: 'commune_head', organisation: 'police', at: 1 },
  { signInName: 'xa3', displayName: 'Cán bộ xã 3 (minh họa)', role: 'commune_head', organisation: 'police', at: 2 },
  { signInName: 'xa4', displayName: 'Cán bộ xã 4 (minh họa)', role: 'commune_head', organisation: 'police', at: 3 },
  { signInName: 'xa5', displayName: 'Cán bộ xã 5 (minh họa)', role: 'commune_head', organisation: 'police', at: 4 },
  { signInName: 'xa6', displayName: 'Cán bộ xã 6 (minh họa)', role: 'commune_head', organisation: 'police', at: 5 },
  {
    signInName: 'xulytin1',
    displayName: 'Cán bộ xử lý tin xã 1 (minh họa)',
    role: 'tip_handler',
    organisation: 'police',
    at: 0,
  },
  {
    signInName: 'xulytin1b',
    displayName: 'Cán bộ xử lý tin xã 1, thứ hai (minh họa)',
    role: 'tip_handler',
    organisation: 'police',
    at: 0,
  },
  {
    signInName: 'xulytin2',
    displayName: 'Cán bộ xử lý tin xã 2 (minh họa)',
    role: 'tip_handler',
    organisation: 'police',
    at: 1,
  },
  {
    signInName: 'xulytin.tinh',
    displayName: 'Cán bộ xử lý tin tỉnh (minh họa)',
    role: 'tip_handler',
    organisation: 'police',
    at: '96',
  },
  {
    signInName: 'giukhoa1',
    displayName: 'Người giữ mảnh khóa thứ nhất (minh họa)',
    role: 'escrow_custodian',
    organisation: 'police',
    at: '96',
  },
  {
    signInName: 'giukhoa2',
    displayName: 'Người giữ mảnh khóa thứ hai (minh họa)',
    role: 'escrow_custodian',
    organisation: 'police',
    at: '96',
  },
  {
    signInName: 'giukhoa3',
    displayName: 'Người giữ mảnh khóa thứ ba (minh họa)',
    role: 'escrow_custodian',
    organisation: 'police',
    at: '96',
  },
  {
    signInName: 'kiemtra',
    displayName: 'Cán bộ kiểm tra tỉnh (minh họa)',
    role: 'province_checker',
    organisation: 'police',
    at: '96',
  },
  {
    signInName: 'duyet',
    displayName: 'Lãnh đạo duyệt tỉnh (minh họa)',
    role: 'province_approver',
    organisation: 'police',
    at: '96',
  },
  {
    signInName: 'trunguong',
    displayName: 'Cán bộ theo dõi Bộ (minh họa)',
    role: 'ministry_reader',
    organisation: 'police',
    at: 'VN',
  },
  {
    signInName: 'quantri',
    displayName: 'Quản trị hệ thống (minh họa)',
    role: 'system_administrator',
    organisation: 'police',
    at: 'VN',
  },
  {
    signInName: 'quantri2',
    displayName: 'Quản trị hệ thống thứ hai (minh họa)',
    role: 'system_administrator',
    organisation: 'police',
    at: 'VN',
  },
  {
    signInName: 'quantri.tinh',
    displayName: 'Quản trị tỉnh (minh họa)',
    role: 'unit_administrator',
    organisation: 'police',
    at: '96',
  },
  {
    signInName: 'nhatky',
    displayName: 'Kiểm tra nhật ký (minh họa)',
    role: 'auditor',
    organisation: 'police',
    at: 'VN',
  },
  {
    signInName: 'kiemtra.caobang',
    displayName: 'Cán bộ kiểm tra Cao Bằng (minh họa)',
    role: 'province_checker',
    organisation: 'police',
    at: '04',
  },
  {
    signInName: 'duyet.caobang',
    displayName: 'Lãnh đạo duyệt Cao Bằng (minh họa)',
    role: 'province_approver',
    organisation: 'police',
    at: '04',
  },
  {
    signInName: 'nhaplieu.caobang',
    displayName: 'Cán bộ nhập số liệu cũ Cao Bằng (minh họa)',
    role: 'older_data_recorder',
    organisation: 'police',
    at: '04',
  },
  {
    signInName: 'quantri.caobang',
    displayName: 'Quản trị Cao Bằng (minh họa)',
    role: 'unit_administrator',
    organisation: 'police',
    at: '04',
  },
  {
    signInName: 'kiemtra.thanhhoa',
    displayName: 'Cán bộ kiểm tra Thanh Hóa (minh họa)',
    role: 'province_checker',
    organisation: 'police',
    at: '38',
  },
  {
    signInName: 'duyet.thanhhoa',
    displayName: 'Lãnh đạo duyệt Thanh Hóa (minh họa)',
    role: 'province_approver',
    organisation: 'police',
    at: '38',
  },
  {
    signInName: 'kiemtra.hcm',
    displayName: 'Cán bộ kiểm tra TP. Hồ Chí Minh (minh họa)',
    role: 'province_checker',
    organisation: 'police',
    at: '79',
  },
  {
    signInName: 'duyet.hcm',
    displayName: 'Lãnh đạo duyệt TP. Hồ Chí Minh (minh họa)',
    role: 'province_approver',
    organisation: 'police',
    at: '79',
  },
];
