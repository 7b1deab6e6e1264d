import { z } from 'zod';
import { Indicator, Month } from '#modules/figures/figures.contract.ts';
import { defineRoute } from '#platform/http/route.ts';
import { UnitRef } from '#registers/declaration.ts';

const Code = z.string().max(20);
const words = (least: number, most: number) => z.string().trim().min(least).max(most);

/** during = what happened in the period; at_end = as it stands on the period's last day. */
export const CountedWhen = z.enum(['during', 'at_end']);
export type CountedWhen = z.infer<typeof CountedWhen>;

/** Closed fields only: a field of the register and those of its options that count. */
export const SourceCondition = z.object({
  field: z.string().max(60),
  codes: z.array(z.string().max(60)).min(1).max(60),
});

/** Where an indicator's numbers come from, as it is chosen by clicks. */
export const Source = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('register'),
    register: z.string().max(40),
    measure: z.enum(['count', 'sum', 'distinct', 'latest']),
    field: z.string().max(60).nullable(),
    when: CountedWhen,
    /** Names of events: the record counts on the day of the event; empty = on the record's own day. */
    events: z.array(z.string().max(40)).max(10),
    conditions: z.array(SourceCondition).max(12),
  }),
  /** names: different names are counted, from lists that are entered. */
  z.object({ from: z.literal('supplement'), when: CountedWhen, names: z.boolean() }),
  z.object({ from: z.literal('ratio'), numeratorCode: Code, denominatorCode: Code }),
  z.object({
    from: z.literal('formula'),
    terms: z
      .array(z.object({ sign: z.enum(['plus', 'minus']), code: Code }))
      .min(2)
      .max(20),
  }),
]);
export type Source = z.infer<typeof Source>;

/** Who owes it from which month on; null for what is computed from other indicators. */
export const Owed = z.object({ subjectKind: z.enum(['commune', 'province']), fromMonth: Month });

export const IndicatorDraft = z.object({
  code: z.string().max(20),
  nameVi: words(3, 200),
  nameEn: words(3, 200),
  measureUnitVi: words(1, 40),
  measureUnitEn: words(1, 40),
  definitionVi: words(10, 1000),
  definitionEn: words(10, 1000),
  /** Law, programme or document that asks for it. */
  legalSource: words(3, 300),
  /** The nation or a province: units within it owe the indicator. */
  issuerId: z.int(),
  source: Source,
  owed: Owed.nullable(),
});
export type IndicatorDraft = z.infer<typeof IndicatorDraft>;

/** How an indicator is computed: what its definition says to the machine. */
export const Calculation = Indicator.pick({
  kind: true,
  periodRule: true,
  register: true,
  measure: true,
  filter: true,
  numeratorCode: true,
  denominatorCode: true,
  formula: true,
});
export type Calculation = z.infer<typeof Calculation>;

/** With its measure unit: a ratio in % is told times 100, one in hours or persons as it is. */
export const PreviewedCalculation = Calculation.extend({ measureUnitVi: z.string().max(60) });
export type PreviewedCalculation = z.infer<typeof PreviewedCalculation>;

export const ProposalState = z.enum(['proposed', 'in_force', 'declined', 'withdrawn']);
export type ProposalState = z.infer<typeof ProposalState>;

export const IndicatorProposal = z.object({
  id: z.uuid(),
  indicator: Indicator,
  issuer: UnitRef,
  owed: Owed.nullable(),
  state: ProposalState,
  proposedBy: z.string(),
  proposedAt: z.iso.datetime(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  decisionReason: z.string().nullable(),
  /** What the reader may do with it now. */
  acts: z.object({ second: z.boolean(), withdraw: z.boolean() }),
});
export type IndicatorProposal = z.infer<typeof IndicatorProposal>;

export const listIndicatorProposals = defineRoute({
  operationId: 'listIndicatorProposals',
  method: 'GET',
  path: '/indicator-proposals',
  permission: 'indicator.read',
  summary: 'Indicators that were proposed, with who proposed and who decided; open to all staff',
  response: z.object({ items: z.array(IndicatorProposal) }),
});

export const proposeIndicator = defineRoute({
  operationId: 'proposeIndicator',
  method: 'POST',
  path: '/indicator-proposals',
  permission: 'indicator.propose',
  summary: 'Defines an indicator; it counts nowhere until a second person puts it in force',
  body: IndicatorDraft,
  response: IndicatorProposal,
});

const params = z.object({ id: z.uuid() });
const reason = z.object({ reason: words(3, 500) });

export const secondIndicator = defineRoute({
  operationId: 'secondIndicator',
  method: 'POST',
  path: '/indicator-proposals/{id}/second',
  permission: 'indicator.second',
  summary: 'Puts a proposed indicator in force as the second person, who states that it keeps to law 7',
  params,
  /** It names neither religion nor ethnicity nor political opinion, and scores no person. */
  body: z.object({ keepsToDeeds: z.literal(true, { error: 'indicator.confirm_deeds' }) }),
  response: IndicatorProposal,
});

export const declineIndicator = defineRoute({
  operationId: 'declineIndicator',
  method: 'POST',
  path: '/indicator-proposals/{id}/decline',
  permission: 'indicator.second',
  summary: 'Declines a proposed indicator, with a reason that all staff can read',
  params,
  body: reason,
  response: IndicatorProposal,
});

export const withdrawIndicator = defineRoute({
  operationId: 'withdrawIndicator',
  method: 'POST',
  path: '/indicator-proposals/{id}/withdraw',
  permission: 'indicator.propose',
  summary: 'Takes a proposed indicator back, with a reason',
  params,
  body: reason,
  response: IndicatorProposal,
});

export const IndicatorPreview = z.object({
  /** records = counted over the register; figures = from approved figures of its parts; none = nothing to compute from. */
  basis: z.enum(['records', 'figures', 'none']),
  /** The reader may see what it is computed from, somewhere within the unit asked. */
  readable: z.boolean(),
  /** Units that keep the register, but whose records are not the reader's to see. */
  hiddenUnits: z.int(),
  /** Value as an exact decimal text, over the units that kept the register in the month and that the reader may see. */
  months: z.array(z.object({ month: z.string(), value: z.string().nullable(), units: z.int() })),
});
export type IndicatorPreview = z.infer<typeof IndicatorPreview>;

export const previewIndicator = defineRoute({
  operationId: 'previewIndicator',
  method: 'POST',
  path: '/indicator-preview',
  permission: 'indicator.read',
  summary: 'Computes a definition on real records, as far as the reader may see them; keeps nothing',
  body: z.object({ unitId: z.int(), from: Month, to: Month, calculation: PreviewedCalculation }),
  response: IndicatorPreview,
  notRepeatable: true,
});
