import type { Indicator } from '#modules/figures/figures.contract.ts';
import { type Field, listObserved, type Register, toColumn } from '#registers/declaration.ts';
import type { Calculation, IndicatorDraft, Source } from './indicators.contract.ts';

type RegisterSource = Extract<Source, { from: 'register' }>;

/** Codes of the house's own indicators have two letters or more: those of one letter come with the product. */
const ownCode = /^[A-Z]{2,4}\d{1,3}$/;

/** A rule that a draft does not keep: the field it shows at, the code of its words and what they name. */
export type DraftBreach = { path: string; code: string; params?: Record<string, string> };

const fieldTypes: Record<RegisterSource['measure'], readonly Field['type'][]> = {
  count: [],
  sum: ['number'],
  latest: ['number'],
  distinct: ['choice', 'series', 'unit', 'units', 'record'],
};

/** Fields that a measure may take: numbers are added up, closed fields and references are told apart; free words never. */
export function listMeasuredFields(register: Register, measure: RegisterSource['measure']): string[] {
  return Object.entries(register.fields).flatMap(([name, field]) =>
    fieldTypes[measure].includes(field.type) && !isUnmeasured(field) ? [name] : [],
  );
}

/** Closed fields by whose options records may be chosen (DESIGN law 7). */
export function listConditionFields(register: Register): string[] {
  return Object.entries(register.fields).flatMap(([name, field]) =>
    field.type === 'choice' && !isUnmeasured(field) ? [name] : [],
  );
}

/** Whether the register says how it stood on a day: it observes states and quantities. */
export function standsOnADay(register: Register): boolean {
  return listObserved(register).length > 0;
}

function isUnmeasured(field: Field): boolean {
  return field.type === 'choice' && field.unmeasured === true;
}

/** The definition as figures are computed from it. `periodRuleOf` tells that of a part. */
export function toCalculation(source: Source, periodRuleOf: (code: string) => 'sum' | 'end'): Calculation {
  const empty = {
    register: null,
    measure: null,
    filter: null,
    numeratorCode: null,
    denominatorCode: null,
    formula: null,
  };
  switch (source.from) {
    case 'register':
      return {
        ...empty,
        kind: source.measure === 'distinct' ? 'distinct' : source.when === 'during' ? 'flow' : 'stock',
        periodRule: source.when === 'during' ? 'sum' : 'end',
        register: source.register,
        measure: source.field === null ? source.measure : `${source.measure}(${toColumn(source.field)})`,
        filter: toFilter(source),
      };
    case 'supplement':
      return {
        ...empty,
        kind: source.names ? 'distinct' : source.when === 'during' ? 'flow' : 'stock',
        periodRule: source.when === 'during' ? 'sum' : 'end',
      };
    case 'ratio':
      return {
        ...empty,
        kind: 'ratio',
        periodRule: periodRuleOf(source.numeratorCode),
        numeratorCode: source.numeratorCode,
        denominatorCode: source.denominatorCode,
      };
    case 'formula':
      return {
        ...empty,
        kind: 'derived',
        periodRule: periodRuleOf(source.terms[0]!.code),
        formula: source.terms
          .map(({ sign, code }, index) => (index === 0 ? code : `${sign === 'plus' ? '+' : '-'} ${code}`))
          .join(' '),
      };
  }
}

function toFilter({ events, conditions }: RegisterSource): string | null {
  const write = (name: string, codes: string[]): string =>
    codes.length === 1 ? `${name} = ${codes[0]}` : `${name} in (${codes.join(', ')})`;
  const parts = [
    ...(events.length > 0 ? [write('event', events)] : []),
    ...conditions.map(({ field, codes }) => write(toColumn(field), codes)),
  ];
  return parts.length > 0 ? parts.join(' and ') : null;
}

export type Surroundings = {
  /** The indicators in force. */
  indicators: readonly Indicator[];
  /** Codes of proposals that wait. */
  proposedCodes: readonly string[];
  registers: readonly Register[];
  issuerKind: string | undefined;
};

/** Everything that a draft does not keep to, each at its field. */
export function listDraftBreaches(draft: IndicatorDraft, around: Surroundings): DraftBreach[] {
  return [
    ...codeBreaches(draft.code, around),
    ...wordBreaches(draft),
    ...(around.issuerKind === 'nation' || around.issuerKind === 'province'
      ? []
      : [{ path: 'issuerId', code: 'indicator.issuer_kind' }]),
    ...sourceBreaches(draft, around),
    ...owedBreaches(draft),
  ];
}

function codeBreaches(code: string, { indicators, proposedCodes }: Surroundings): DraftBreach[] {
  if (!ownCode.test(code)) return [{ path: 'code', code: 'indicator.code_shape' }];
  const taken = indicators.find((one) => one.code === code);
  if (taken) return [{ path: 'code', code: 'indicator.code_taken', params: { code, name: taken.nameVi } }];
  return proposedCodes.includes(code) ? [{ path: 'code', code: 'indicator.code_proposed', params: { code } }] : [];
}

/**
 * Words of what is never counted here: religion, ethnicity, political opinion, scores of persons (DESIGN law 7). Closed
 * fields keep it out of the records; this keeps it out of what is typed. Whether the definition means it otherwise, the
 * second person judges. "Đại đoàn kết toàn dân tộc" is a festival of the movement and passes.
 */
const neverCounted =
  /tôn giáo|tín đồ|giáo dân|giáo phái|chức sắc|dân tộc thiểu số|sắc tộc|chính kiến|quan điểm chính trị|tư tưởng chính trị|điểm công dân|religio|ethnic|political (?:opinion|view|belief)|social credit/iu;

/** The word of a text that law 7 keeps out; undefined where there is none. */
export function findNeverCounted(text: string): string | undefined {
  return neverCounted.exec(text.normalize('NFC'))?.[0];
}

const typedWords = ['nameVi', 'nameEn', 'measureUnitVi', 'measureUnitEn', 'definitionVi', 'definitionEn'] as const;

function wordBreaches(draft: IndicatorDraft): DraftBreach[] {
  return typedWords.flatMap((path) => {
    const word = findNeverCounted(draft[path]);
    return word === undefined ? [] : [{ path, code: 'indicator.never_counted', params: { word } }];
  });
}

function owedBreaches({ source, owed }: IndicatorDraft): DraftBreach[] {
  const isComputed = source.from === 'ratio' || source.from === 'formula';
  if (isComputed && owed !== null) return [{ path: 'owed', code: 'indicator.not_owed' }];
  return !isComputed && owed === null ? [{ path: 'owed', code: 'indicator.owed_missing' }] : [];
}

function sourceBreaches({ code, source }: IndicatorDraft, around: Surroundings): DraftBreach[] {
  switch (source.from) {
    case 'register': {
      const register = around.registers.find((one) => one.name === source.register);
      if (!register) return [{ path: 'source.register', code: 'indicator.register_unknown' }];
      return [...measureBreaches(register, source), ...conditionBreaches(register, source)];
    }
    case 'supplement':
      return [];
    case 'ratio':
      return [
        ...partBreaches('source.numeratorCode', source.numeratorCode, code, around),
        ...partBreaches('source.denominatorCode', source.denominatorCode, code, around),
        ...(source.numeratorCode === source.denominatorCode
          ? [{ path: 'source.denominatorCode', code: 'indicator.part_twice', params: { code: source.denominatorCode } }]
          : []),
      ];
    case 'formula':
      return source.terms.flatMap((term, index) => {
        const path = `source.terms.${index}.code`;
        const isTwice = source.terms.findIndex((one) => one.code === term.code) < index;
        return isTwice
          ? [{ path, code: 'indicator.part_twice', params: { code: term.code } }]
          : partBreaches(path, term.code, code, around);
      });
  }
}

/** Parts are indicators in force, so that a circle can close through the new one alone. */
function partBreaches(path: string, part: string, own: string, { indicators }: Surroundings): DraftBreach[] {
  if (part === own) return [{ path, code: 'indicator.circle', params: { code: own } }];
  const found = indicators.find((one) => one.code === part);
  if (!found) return [{ path, code: 'indicator.part_unknown', params: { code: part } }];
  return found.kind === 'ratio' ? [{ path, code: 'indicator.part_is_ratio', params: { code: part } }] : [];
}

function measureBreaches(register: Register, source: RegisterSource): DraftBreach[] {
  const { measure, field, when, events } = source;
  const path = 'source.field';
  const breaches: DraftBreach[] = [];
  if (measure === 'count' && field !== null) breaches.push({ path, code: 'indicator.field_not_counted' });
  if (measure !== 'count' && field === null) breaches.push({ path, code: 'indicator.field_missing' });
  if (measure !== 'count' && field !== null && !listMeasuredFields(register, measure).includes(field))
    breaches.push({ path, code: 'indicator.field_not_measured' });
  if (when === 'at_end' && events.length > 0) breaches.push({ path: 'source.events', code: 'indicator.event_at_end' });
  if (measure === 'latest' && when !== 'at_end')
    breaches.push({ path: 'source.when', code: 'indicator.latest_during' });
  if (when === 'at_end' && measure !== 'latest' && !standsOnADay(register))
    breaches.push({ path: 'source.when', code: 'indicator.never_observed' });
  if (events.some((event) => !Object.hasOwn(register.events, event)))
    breaches.push({ path: 'source.events', code: 'indicator.event_unknown' });
  if (events.length > 1 && measure !== 'distinct')
    breaches.push({ path: 'source.events', code: 'indicator.several_events' });
  return breaches;
}

function conditionBreaches(register: Register, { conditions }: RegisterSource): DraftBreach[] {
  return conditions.flatMap(({ field, codes }, index): DraftBreach[] => {
    const path = `source.conditions.${index}`;
    const declared = Object.hasOwn(register.fields, field) ? register.fields[field] : undefined;
    if (declared?.type !== 'choice') return [{ path, code: 'indicator.condition_not_closed' }];
    if (isUnmeasured(declared)) return [{ path, code: 'indicator.condition_unmeasured' }];
    if (conditions.findIndex((one) => one.field === field) < index)
      return [{ path, code: 'indicator.condition_twice' }];
    return codes.every((code) => Object.hasOwn(declared.options, code))
      ? []
      : [{ path, code: 'indicator.option_unknown' }];
  });
}
