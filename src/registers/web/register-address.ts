import { isDay } from '#platform/periods.rules.ts';
import { listChoices, type Register } from '../declaration.ts';
import { type ListQuery } from '../register.contract.ts';

/** What the address of a register page may say: its filters, and which record stands open ('new' = a form to add one). */
export type RegisterAddress = Record<string, string | undefined>;

/** The list that the address asks for, of a unit; what does not fit the declaration is left out. */
export function toListQuery(
  register: Register,
  address: RegisterAddress,
  unitId: number | undefined,
): Partial<ListQuery> {
  const { event, from, to, state, order } = address;
  const query: Partial<ListQuery> = {};
  const unit = toUnitId(address) ?? unitId;
  if (unit !== undefined) query.unit = unit;
  if (event !== undefined && Object.hasOwn(register.events, event)) query.event = event;
  if (from && isDay(from)) query.from = from;
  if (to && isDay(to)) query.to = to;
  if (state === 'void' || state === 'all') query.state = state;
  if (order === 'oldest') query.order = order;
  for (const [name, field] of listChoices(register)) {
    const code = address[name];
    if (code !== undefined && Object.hasOwn(field.options, code)) (query as Record<string, unknown>)[name] = code;
  }
  return query;
}

export function toUnitId({ unit }: RegisterAddress): number | undefined {
  return unit !== undefined && /^[1-9]\d{0,8}$/.test(unit) ? Number(unit) : undefined;
}

/** Filters that narrow the list, as names in the address. */
export function listFilterNames(register: Register): string[] {
  return ['unit', 'event', 'from', 'to', 'state', ...listChoices(register).map(([name]) => name)];
}
