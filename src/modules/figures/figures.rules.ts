import Big from 'big.js';
import type { Indicator, Qualifier } from './figures.contract.ts';

/** An exact decimal as text, as PostgreSQL's numeric gives it; null = not reported. */
export type Exact = string | null;

/** Writes a number exactly, without exponent and without idle zeros behind the point. */
export function toExact(number: Big): string {
  return number.toFixed();
}

/**
 * A ratio in per cent (times 100) or as it is (times 1), rounded half up to two places, from exact parts that were both
 * rolled up first; never an average of the units' ratios. Null where a part was not reported or the whole is zero.
 */
export function calculateRatio(numerator: Exact, denominator: Exact, times = 100): Exact {
  if (numerator === null || denominator === null) return null;
  const whole = new Big(denominator);
  if (whole.eq(0)) return null;
  return new Big(numerator).times(times).div(whole).round(2, Big.roundHalfUp).toFixed(2);
}

type Term = { sign: 1 | -1; code: string };

/** Reads "A01 + A02 - A03"; throws on anything else. */
export function parseFormula(formula: string): Term[] {
  const words = formula.trim().split(/\s+/);
  const terms: Term[] = [];
  let sign: 1 | -1 = 1;
  words.forEach((word, index) => {
    if (index % 2 === 1) {
      if (word !== '+' && word !== '-') throw new Error(`formula ${formula}: "${word}" is no operator`);
      sign = word === '+' ? 1 : -1;
    } else {
      if (!/^[A-Z]+\d+$/.test(word)) throw new Error(`formula ${formula}: "${word}" is no indicator code`);
      terms.push({ sign, code: word });
    }
  });
  if (words.length % 2 === 0) throw new Error(`formula ${formula} ends with an operator`);
  return terms;
}

/** A derived figure from its parts; not reported where one part is not. */
export function calculateFormula(formula: string, valueOf: (code: string) => Exact): Exact {
  let total = new Big(0);
  for (const term of parseFormula(formula)) {
    const value = valueOf(term.code);
    if (value === null) return null;
    total = total.plus(new Big(value).times(term.sign));
  }
  return toExact(total);
}

/** What a ratio or derived indicator comes to from its parts. */
export function calculateFromParts(
  indicator: Pick<Indicator, 'kind' | 'measureUnitVi' | 'numeratorCode' | 'denominatorCode' | 'formula'>,
  valueOf: (code: string) => Exact,
): Exact {
  return indicator.kind === 'ratio'
    ? calculateRatio(
        valueOf(indicator.numeratorCode!),
        valueOf(indicator.denominatorCode!),
        // Hours per tip are no share of a whole.
        indicator.measureUnitVi === '%' ? 100 : 1,
      )
    : calculateFormula(indicator.formula!, valueOf);
}

/** The entered indicator whose coverage and origin stand for a computed one: itself, or its first part followed down. */
export function findEntered<One extends Indicator>(
  indicator: One,
  find: (code: string) => One | undefined,
): One | undefined {
  if (isEntered(indicator)) return indicator;
  const part = find(listParts(indicator)[0] ?? '');
  return part && findEntered(part, find);
}

/** communeType null = communes of every type, or another kind of unit. */
export type UnitsWith = { unitKind: string; communeType: string | null } & (
  | { code: string; operator: '>' | '>=' | '='; than: string }
  | { code: null }
);

/**
 * Reads the measure and filter of a units-with indicator: units_with(M18 > 0) or units_with(exists), unit_kind = commune,
 * unit_kind = commune and commune_type = rural_commune.
 */
export function parseUnitsWith(indicator: Pick<Indicator, 'code' | 'measure' | 'filter'>): UnitsWith {
  const filter = /^unit_kind = (?:(commune) and commune_type = (\w+)|(\w+))$/.exec(indicator.filter ?? '');
  if (!filter) throw new Error(`indicator ${indicator.code}: filter must be unit_kind = …`);
  const units = { unitKind: (filter[1] ?? filter[3])!, communeType: filter[2] ?? null };
  if (indicator.measure === 'units_with(exists)') return { ...units, code: null };
  const match = /^units_with\((\w+) (>|>=|=) (\d+(?:\.\d+)?)\)$/.exec(indicator.measure ?? '');
  if (!match)
    throw new Error(`indicator ${indicator.code}: measure must be units_with(CODE > n) or units_with(exists)`);
  return { ...units, code: match[1]!, operator: match[2] as '>', than: match[3]! };
}

/** Codes that an indicator is computed from, directly. */
export function listParts(indicator: Indicator): string[] {
  switch (indicator.kind) {
    case 'ratio':
      return [indicator.numeratorCode!, indicator.denominatorCode!];
    case 'derived':
      return parseFormula(indicator.formula!).map((term) => term.code);
    case 'units_with': {
      const { code } = parseUnitsWith(indicator);
      return code === null ? [] : [code];
    }
    default:
      return [];
  }
}

/** How many cells of a total were published as over and as nearly their number. */
export type Qualified = { over: number; nearly: number };

/** What a total is said to be where its qualified cells agree: over 100 and exactly 50 are over 150. */
export function determineQualifier({ over, nearly }: Qualified): Qualifier | null {
  if (over > 0 && nearly > 0) return null;
  return over > 0 ? 'over' : nearly > 0 ? 'nearly' : null;
}

/** Entered by a unit itself, from records or by hand; the others are computed. */
export function isEntered(indicator: Pick<Indicator, 'kind'>): boolean {
  return indicator.kind === 'flow' || indicator.kind === 'stock' || indicator.kind === 'distinct';
}
