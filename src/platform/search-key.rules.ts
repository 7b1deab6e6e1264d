/** Removes Vietnamese diacritics, keeping the case: Đắk Lắk → Dak Lak. */
export function withoutDiacritics(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}

/** Key for searching without regard to diacritics, tone placement and case: hoà = hòa = hoa. */
export function toSearchKey(text: string): string {
  return withoutDiacritics(text.normalize('NFC')).toLowerCase().replace(/\s+/gu, ' ').trim();
}
