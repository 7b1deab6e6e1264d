import type { RuleBreach, Values, Words } from '#registers/declaration.ts';

const piece: Words = { vi: 'chiếc', en: 'pieces' };
const gun: Words = { vi: 'khẩu', en: 'guns' };
const round: Words = { vi: 'quả', en: 'pieces' };
const kilogram: Words = { vi: 'kg', en: 'kg' };

/** What is handed in, and in which measure unit it is counted (Law 42/2024/QH15, chapter VI). */
export const itemKinds: Record<string, Words & { unit: Words }> = {
  military_gun: { vi: 'Súng quân dụng', en: 'Military gun', unit: gun },
  homemade_gun: { vi: 'Súng tự chế', en: 'Home-made gun', unit: gun },
  hunting_gun: { vi: 'Súng săn', en: 'Hunting gun', unit: gun },
  air_gun: { vi: 'Súng hơi', en: 'Air gun', unit: gun },
  sporting_gun: { vi: 'Súng thể thao', en: 'Sporting gun', unit: gun },
  other_gun: { vi: 'Súng khác', en: 'Other gun', unit: gun },
  ammunition: { vi: 'Đạn', en: 'Rounds', unit: { vi: 'viên', en: 'rounds' } },
  grenade: { vi: 'Lựu đạn', en: 'Grenade', unit: round },
  mine: { vi: 'Mìn', en: 'Mine', unit: round },
  shell: { vi: 'Bom, đạn pháo, đầu đạn', en: 'Bomb, shell or warhead', unit: round },
  explosive: { vi: 'Thuốc nổ', en: 'Explosive', unit: kilogram },
  detonator: { vi: 'Kíp nổ', en: 'Detonator', unit: piece },
  fireworks: { vi: 'Pháo', en: 'Fireworks', unit: kilogram },
  crude_weapon: { vi: 'Vũ khí thô sơ', en: 'Crude weapon', unit: piece },
  lethal_knife: { vi: 'Dao có tính sát thương cao', en: 'Knife of high lethality', unit: piece },
  support_tool: { vi: 'Công cụ hỗ trợ', en: 'Support tool', unit: piece },
  weapon_part: { vi: 'Bộ phận, linh kiện vũ khí', en: 'Weapon part', unit: { vi: 'bộ phận', en: 'parts' } },
};

/** Rules across the fields of a line: something was handed in, whole where it is counted in pieces; custody follows its days. */
export function determineHandInBreaches(values: Values): RuleBreach[] {
  const { receivedOn, forwardedOn, disposedOn, custody } = values as Record<string, string | null>;
  const breaches: RuleBreach[] = [];
  const quantity = String(values.quantity);
  if (Number(quantity) === 0) breaches.push({ path: 'quantity', code: 'hand_in.nothing' });
  else if (itemKinds[String(values.itemKind)]?.unit !== kilogram && quantity.includes('.'))
    breaches.push({ path: 'quantity', code: 'hand_in.not_whole' });
  const number = values.receiptNumber;
  if (number && String(number).slice(-4) !== String(receivedOn).slice(0, 4))
    breaches.push({ path: 'receiptNumber', code: 'hand_in.other_year' });
  if (custody === 'forwarded' && !forwardedOn)
    breaches.push({ path: 'forwardedOn', code: 'hand_in.forwarded_on_missing' });
  if (forwardedOn && receivedOn && forwardedOn < receivedOn)
    breaches.push({ path: 'forwardedOn', code: 'hand_in.before_received' });
  if (disposedOn && receivedOn && disposedOn < receivedOn)
    breaches.push({ path: 'disposedOn', code: 'hand_in.before_received' });
  else if (disposedOn && forwardedOn && disposedOn < forwardedOn)
    breaches.push({ path: 'disposedOn', code: 'hand_in.disposed_before_forwarded' });
  return breaches;
}
