import { Problem } from '#platform/http/problem.ts';
import { type Field, type Register, toColumn } from '../declaration.ts';

/** What of an indicator says how it is measured over a register. periodRule end = as it stands on the period's last day. */
export type MeasuredIndicator = {
  code: string;
  measure: string | null;
  filter: string | null;
  periodRule: 'sum' | 'end';
};

export type Condition = { field: string; codes: string[] };

/** A measure that was read: dateFields = the days on which a record counts; atEnd = as it stands at the period's end. */
export type Measure = {
  indicatorCode: string;
  kind: 'count' | 'sum' | 'distinct' | 'latest';
  field: string | undefined;
  dateFields: string[];
  atEnd: boolean;
  conditions: Condition[];
};

/** Refuses a measure or filter that does not rest on declared fields; filters take declared closed values only (DESIGN law 7). */
export function checkMeasure(register: Register, indicator: MeasuredIndicator): void {
  parseMeasure(register, indicator);
}

const fieldTypes: Record<Measure['kind'], readonly Field['type'][]> = {
  count: [],
  sum: ['number'],
  latest: ['number'],
  // Free words are never counted.
  distinct: ['choice', 'series', 'unit', 'units', 'record'],
};

/**
 * Reads `count`, `sum(field)`, `distinct(field)` or `latest(field)` with a filter of `field = value`, `field in (a, b)`,
 * `event = name` joined by `and`. Throws indicator.measure_unknown and indicator.filter_unknown.
 */
export function parseMeasure(register: Register, indicator: MeasuredIndicator): Measure {
  const text = indicator.measure?.trim() ?? '';
  const [, kind, column] = /^(count|sum|distinct|latest)(?:\((\w+)\))?$/.exec(text) ?? [];
  const field = fieldOf(register, column);
  const isSound =
    kind === 'count'
      ? column === undefined
      : kind !== undefined &&
        field !== undefined &&
        fieldTypes[kind as Measure['kind']].includes(register.fields[field]!.type);
  if (!isSound) throw refusal('indicator.measure_unknown', register, indicator, text);
  const { events, conditions } = parseFilter(register, indicator, kind === 'distinct');
  const atEnd = events.length === 0 && (indicator.periodRule === 'end' || kind === 'latest');
  const dateFields = events.length === 0 ? [register.dateField] : events.map((event) => register.events[event]!);
  return { indicatorCode: indicator.code, kind: kind as Measure['kind'], field, dateFields, atEnd, conditions };
}

/** Several events count keys only: a record that saw two of them would count twice otherwise. */
function parseFilter(
  register: Register,
  indicator: MeasuredIndicator,
  mayHaveSeveral: boolean,
): { events: string[]; conditions: Condition[] } {
  let events: string[] = [];
  const conditions: Condition[] = [];
  for (const part of (indicator.filter ?? '').split(/\s+and\s+/).filter(Boolean)) {
    const [, name, one, several] = /^(\w+)\s*(?:=\s*(\w+)|in\s*\(([\w\s,]+)\))$/.exec(part.trim()) ?? [];
    const codes = (one ?? several ?? '').split(',').map((code) => code.trim());
    const field = fieldOf(register, name);
    const declared = field === undefined ? undefined : register.fields[field];
    if (name === 'event' && events.length === 0 && codes.every((code) => Object.hasOwn(register.events, code))) {
      if (codes.length > 1 && !mayHaveSeveral)
        throw refusal('indicator.filter_unknown', register, indicator, part.trim());
      events = codes;
    } else if (
      declared?.type === 'choice' &&
      !declared.unmeasured &&
      codes.every((code) => Object.hasOwn(declared.options, code))
    ) {
      conditions.push({ field: field!, codes });
    } else {
      throw refusal('indicator.filter_unknown', register, indicator, part.trim());
    }
  }
  return { events, conditions };
}

function refusal(code: string, register: Register, indicator: MeasuredIndicator, part: string): Problem {
  return new Problem(code, { indicator: indicator.code, part, register: register.name });
}

function fieldOf(register: Register, column: string | undefined): string | undefined {
  return Object.keys(register.fields).find((name) => toColumn(name) === column);
}
