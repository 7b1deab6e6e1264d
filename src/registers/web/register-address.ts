import { isDay } from '#platform/periods.rules.ts';
import { type ChoiceField, listChoices, type Register } from '../declaration.ts';
import { type ListQuery } from '../register.contract.ts';

/** What the address of a register page may say: its filters, and which record stands open ('new' = a form to add one). */
export type RegisterAddress = Record<string, string | undefined>;

const textAtMost = 200;

/** The list that the address asks for, of a unit; what does not fit the declaration is left out. */
export function toListQuery(
  register: Register,
  address: RegisterAddress,
  unitId: number | undefined,
): Partial<ListQuery> {
  const { event, text, from, to, state, order } = address;
  const query: Partial<ListQuery> = {};
  const unit = toUnitId(address) ?? unitId;
  if (unit !== undefined) query.unit = unit;
  if (event !== undefined && Object.hasOwn(register.events, event)) query.event = event;
  if (text && register.titleField !== undefined) query.text = text.slice(0, textAtMost);
  if (from && isDay(from)) query.from = from;
  if (to && isDay(to)) query.to = to;
  if (state === 'void' || state === 'all') query.state = state;
  if (order === 'oldest') query.order = order;
  for (const [name, field] of listChoices(register)) {
    const codes = readCodes(field, address[name]);
    if (codes.length > 0) (query as Record<string, unknown>)[name] = codes.join(',');
  }
  return query;
}

/** The declared codes of a filter, which may name several: theft,fraud. */
export function readCodes(field: ChoiceField, text: string | undefined): string[] {
  return (text ?? '').split(',').filter((code) => Object.hasOwn(field.options, code));
}

export function toUnitId({ unit }: RegisterAddress): number | undefined {
  return unit !== undefined && /^[1-9]\d{0,8}$/.test(unit) ? Number(unit) : undefined;
}

/** Filters that narrow the list, as names in the address. */
export function listFilterNames(register: Register): string[] {
  return ['unit', 'text', 'event', 'from', 'to', 'state', ...listChoices(register).map(([name]) => name)];
}
