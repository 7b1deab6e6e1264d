import { determineMonthDays } from '#platform/periods.rules.ts';
import type { Field, Register } from '#registers/declaration.ts';

type Counting = { measure: string | null; filter: string | null };

/** What an indicator takes from a register, read against its declaration. */
type Conditions = {
  /** The date field by which a record counts; event = its name in filters, undefined for the date of the list. */
  date: { name: string; field: Field | undefined; event: string | undefined };
  /** The field that is taken, and how: added up, told apart, or as entered last; undefined where records are counted. */
  taken: { how: 'sum' | 'distinct' | 'latest'; name: string; field: Field } | undefined;
  /** Closed fields and the values that count. */
  choices: { name: string; field: Field; values: string[] }[];
};

function toFieldName(column: string): string {
  return column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Reads "event = received and topic in (theft, fraud)" and "sum(cases_cleared)"; what the register does not declare is left out. */
export function readConditions(register: Register, { measure, filter }: Counting): Conditions {
  const read = [...(filter ?? '').matchAll(/(\w+) (?:= (\w+)|in \(([^)]*)\))/g)].map(
    ([, column = '', one, several]) => ({
      name: toFieldName(column),
      values: one === undefined ? (several ?? '').split(',').map((value) => value.trim()) : [one],
    }),
  );
  const event = read.find(({ name }) => name === 'event')?.values[0];
  const dateName = (event === undefined ? undefined : register.events[event]) ?? register.dateField;
  const [, how, column = ''] = /^(sum|distinct|latest)\((\w+)\)$/.exec(measure ?? '') ?? [];
  const takenName = toFieldName(column);
  const takenField = register.fields[takenName];
  return {
    date: {
      name: dateName,
      field: register.fields[dateName],
      event: dateName === register.dateField ? undefined : event,
    },
    taken: takenField && { how: how as 'sum' | 'distinct' | 'latest', name: takenName, field: takenField },
    choices: read.flatMap(({ name, values }) => {
      const field = register.fields[name];
      return field?.type === 'choice' ? [{ name, field, values }] : [];
    }),
  };
}

/**
 * Filters of a register's list that come nearest to what an indicator counts in a unit and month: the days by the date
 * that counts, and its closed fields.
 */
export function toRegisterSearch(
  register: Register,
  counted: { unit: { id: number }; month: string; indicator: Counting },
): Record<string, string> {
  const { date, choices } = readConditions(register, counted.indicator);
  const days = determineMonthDays(counted.month);
  return {
    unit: String(counted.unit.id),
    ...(date.event === undefined ? {} : { event: date.event }),
    from: days.from,
    to: days.to,
    ...Object.fromEntries(choices.map(({ name, values }) => [name, values.join(',')])),
  };
}
