import type { Words } from './declaration.ts';

// Closed lists that several registers share.

/** Why a record is taken out of all counting. */
export const voidReasons: Record<string, Words> = {
  by_mistake: { vi: 'Nhập nhầm', en: 'Entered by mistake' },
  duplicate: { vi: 'Nhập trùng', en: 'Entered twice' },
  wrong_unit: { vi: 'Nhầm đơn vị', en: 'Wrong unit' },
};

/** Who leads the work. */
export const leadOrganisations: Record<string, Words> = {
  police: { vi: 'Công an', en: 'Police' },
  front: { vi: 'Mặt trận Tổ quốc', en: 'Fatherland Front' },
  women_union: { vi: 'Hội Liên hiệp Phụ nữ', en: 'Women’s Union' },
  farmers_union: { vi: 'Hội Nông dân', en: 'Farmers’ Union' },
  veterans_association: { vi: 'Hội Cựu chiến binh', en: 'Veterans’ Association' },
  youth_union: { vi: 'Đoàn Thanh niên', en: 'Youth Union' },
  elderly_association: { vi: 'Hội Người cao tuổi', en: 'Association of the Elderly' },
  trade_union: { vi: 'Công đoàn', en: 'Trade Union' },
  other: { vi: 'Khác', en: 'Other' },
};
