// Rights and acts read alike for every register; only its name differs.

const registers = {
  tip: { vi: 'nguồn tin', en: 'tips' },
  initiative: { vi: 'mô hình', en: 'initiatives' },
  activity: { vi: 'hoạt động', en: 'activities' },
  hand_in: { vi: 'giao nộp', en: 'hand-ins' },
  support: { vi: 'hỗ trợ', en: 'supports' },
  award: { vi: 'khen thưởng', en: 'awards' },
  asset: { vi: 'tài sản, thiết bị', en: 'assets' },
  feedback: { vi: 'phản ánh, kiến nghị', en: 'feedback' },
};

type OfEach<Words> = Record<keyof typeof registers, Words>;

function ofEach<Words>(language: 'vi' | 'en', words: (name: string) => Words): OfEach<Words> {
  return Object.fromEntries(
    Object.entries(registers).map(([code, name]) => [code, words(name[language])]),
  ) as OfEach<Words>;
}

export const registerWords = {
  vi: {
    permission: ofEach('vi', (name) => ({ read: `Xem sổ ${name}`, write: `Ghi sổ ${name}` })),
    kind: ofEach('vi', (name) => `Sổ ${name}`),
    acts: ofEach('vi', (name) => ({
      registered: `Ghi sổ ${name}`,
      corrected: `Sửa bản ghi ${name}`,
      observed: `Ghi nhận thay đổi ${name}`,
      voided: `Huỷ bản ghi ${name}`,
      restored: `Khôi phục bản ghi ${name}`,
      received: `Nhận từ người dân: ${name}`,
      attachment_added: `Thêm ảnh, bản quét vào sổ ${name}`,
      attachment_removed: `Gỡ ảnh, bản quét khỏi sổ ${name}`,
    })),
  },
  en: {
    permission: ofEach('en', (name) => ({
      read: `See the register of ${name}`,
      write: `Keep the register of ${name}`,
    })),
    kind: ofEach('en', (name) => `Register of ${name}`),
    acts: ofEach('en', (name) => ({
      registered: `Entered in ${name}`,
      corrected: `Changed in ${name}`,
      observed: `Change noted in ${name}`,
      voided: `Record of ${name} voided`,
      restored: `Record of ${name} restored`,
      received: `Received from residents: ${name}`,
      attachment_added: `Photograph or scan added in ${name}`,
      attachment_removed: `Photograph or scan removed in ${name}`,
    })),
  },
};
