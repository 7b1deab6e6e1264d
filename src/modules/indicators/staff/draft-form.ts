import type { Indicator } from '#modules/figures/figures.contract.ts';
import type { Register } from '#registers/declaration.ts';
import type { IndicatorDraft, PreviewedCalculation, Source } from '../indicators.contract.ts';
import { standsOnADay, toCalculation } from '../indicators.rules.ts';

type RegisterSource = Extract<Source, { from: 'register' }>;

/** The form as it is filled in; all ways of counting stand side by side, so that trying another loses nothing. */
export type DraftForm = {
  code: string;
  nameVi: string;
  nameEn: string;
  measureUnitVi: string;
  measureUnitEn: string;
  definitionVi: string;
  definitionEn: string;
  legalSource: string;
  issuer: { id: number; nameVi: string } | null;
  from: Source['from'];
  register: string;
  measure: RegisterSource['measure'];
  field: string;
  when: RegisterSource['when'];
  event: string;
  conditions: { field: string; codes: string[] }[];
  names: boolean;
  numeratorCode: string;
  denominatorCode: string;
  terms: { sign: 'plus' | 'minus'; code: string }[];
  subjectKind: 'commune' | 'province';
  fromMonth: string;
};

export const typedFields = [
  'code',
  'nameVi',
  'nameEn',
  'measureUnitVi',
  'measureUnitEn',
  'definitionVi',
  'definitionEn',
  'legalSource',
] as const;

export function emptyForm(register: string, issuer: DraftForm['issuer'], fromMonth: string): DraftForm {
  return {
    ...(Object.fromEntries(typedFields.map((field) => [field, ''])) as Record<(typeof typedFields)[number], string>),
    issuer,
    from: 'register',
    register,
    measure: 'count',
    field: '',
    when: 'during',
    event: '',
    conditions: [],
    names: false,
    numeratorCode: '',
    denominatorCode: '',
    terms: [
      { sign: 'plus', code: '' },
      { sign: 'plus', code: '' },
    ],
    subjectKind: 'commune',
    fromMonth,
  };
}

/** When a measure of the register may count: what is not the case for it falls back to the other. */
export function determineWhen(
  { measure, when }: Pick<DraftForm, 'measure' | 'when'>,
  register: Register | undefined,
): RegisterSource['when'] {
  if (measure === 'latest') return 'at_end';
  return register !== undefined && standsOnADay(register) ? when : 'during';
}

export function toSource(form: DraftForm, register: Register | undefined): Source {
  switch (form.from) {
    case 'register': {
      const when = determineWhen(form, register);
      return {
        from: 'register',
        register: form.register,
        measure: form.measure,
        field: form.measure === 'count' || form.field === '' ? null : form.field,
        when,
        events: when === 'at_end' || form.event === '' ? [] : [form.event],
        // A line without a choice is no condition yet.
        conditions: form.conditions.filter((condition) => condition.codes.length > 0),
      };
    }
    case 'supplement':
      return { from: 'supplement', when: form.when, names: form.names };
    case 'ratio':
      return { from: 'ratio', numeratorCode: form.numeratorCode, denominatorCode: form.denominatorCode };
    case 'formula':
      return { from: 'formula', terms: form.terms };
  }
}

export function toDraft(form: DraftForm, register: Register | undefined): IndicatorDraft {
  const isOwed = form.from === 'register' || form.from === 'supplement';
  return {
    ...(Object.fromEntries(typedFields.map((field) => [field, form[field]])) as Pick<
      IndicatorDraft,
      (typeof typedFields)[number]
    >),
    issuerId: form.issuer?.id ?? 0,
    source: toSource(form, register),
    owed: isOwed ? { subjectKind: form.subjectKind, fromMonth: form.fromMonth } : null,
  };
}

/** What can be previewed; null while the way of counting is not complete. */
export function toPreview(
  form: DraftForm,
  register: Register | undefined,
  indicators: readonly Indicator[],
): PreviewedCalculation | null {
  const source = toSource(form, register);
  const isKnown = (code: string): boolean => indicators.some((one) => one.code === code);
  const isComplete =
    source.from === 'register'
      ? register !== undefined && (source.measure === 'count' || source.field !== null)
      : source.from === 'ratio'
        ? isKnown(source.numeratorCode) && isKnown(source.denominatorCode)
        : source.from !== 'formula' || source.terms.every((term) => isKnown(term.code));
  if (!isComplete) return null;
  const calculation = toCalculation(source, (code) => indicators.find((one) => one.code === code)?.periodRule ?? 'sum');
  return { ...calculation, measureUnitVi: form.measureUnitVi.trim() };
}
