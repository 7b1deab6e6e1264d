import { z } from 'zod';
import { Coverage, Indicator, Month, Note, Qualifier } from '#modules/figures/figures.contract.ts';
import { defineRoute } from '#platform/http/route.ts';
import { UnitRef } from '#registers/declaration.ts';
import { warningCodes } from './checks.rules.ts';

/** missing = nothing was opened yet; the others are the states of the latest version. */
export const SubmissionState = z.enum(['missing', 'open', 'submitted', 'returned', 'approved']);
export type SubmissionState = z.infer<typeof SubmissionState>;

export const Origin = z.enum(['records', 'supplement', 'imported', 'apportioned']);

export const ReturnReason = z.object({ reason: z.string(), by: z.string(), at: z.iso.datetime(), mended: z.boolean() });

/** A line of the period: value and comparisons are exact decimal texts; null = not reported. */
export const SubmissionRow = z.object({
  indicator: Indicator,
  value: z.string().nullable(),
  /** How its source published the value; null = exactly so. */
  qualifier: Qualifier.nullable(),
  origin: Origin.nullable(),
  reason: z.string().nullable(),
  keys: z.array(z.string()).nullable(),
  previousMonth: z.string().nullable(),
  sameMonthLastYear: z.string().nullable(),
  /** What the latest approved version says, where this one is a correction or the register has moved since. */
  approved: z.string().nullable(),
  recordCount: z.int().nullable(),
  /** Register and submission differ since it was frozen (drift, lệch sổ). */
  drift: z.object({ register: z.string(), submitted: z.string() }).nullable(),
  returns: z.array(ReturnReason),
  /** Entered by hand here: no register is kept for it in this month. */
  editable: z.boolean(),
});
export type SubmissionRow = z.infer<typeof SubmissionRow>;

/** What asks for a second look before submitting, and why (DESIGN §4). */
export const SubmissionWarning = z.object({
  /** Names it within the period. */
  key: z.string(),
  /** alike: the same number stands in many units beside this one; told to those who read them, without a sentence. */
  code: z.enum([...warningCodes, 'alike']),
  /** The figure at which it stands; null = the period as a whole. */
  indicatorCode: z.string().nullable(),
  text: z.string(),
  /** The month is handed up only with a sentence for it. */
  needsSentence: z.boolean(),
  passed: z.object({ sentence: z.string(), by: z.string(), at: z.iso.datetime() }).nullable(),
  /** By which it was passed when the month was handed up before. */
  suggestion: z.string().nullable(),
});
export type SubmissionWarning = z.infer<typeof SubmissionWarning>;

export const SubmissionVersion = z.object({
  version: z.int(),
  state: SubmissionState,
  correctionReason: z.string().nullable(),
  submittedBy: z.string().nullable(),
  submittedAt: z.iso.datetime().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
});

export const Submission = z.object({
  unit: UnitRef,
  month: z.string(),
  fromDay: z.string(),
  toDay: z.string(),
  dueOn: z.string(),
  /** The cut-off has passed: the month can be submitted. */
  closed: z.boolean(),
  state: SubmissionState,
  version: z.int(),
  revision: z.int(),
  correctionReason: z.string().nullable(),
  /** Every register of the house, and the day from which it is the source of this unit's figures; null = not kept. */
  keepings: z.array(z.object({ register: z.string(), keptFrom: z.string().nullable() })),
  /** Reasons of return that concern the whole rather than one figure. */
  returns: z.array(ReturnReason),
  rows: z.array(SubmissionRow),
  /** While the period can be edited, as it stands; once handed up, as it was then. */
  warnings: z.array(SubmissionWarning),
  /** Ratios and the like, computed from the rows. */
  computed: z.array(
    z.object({
      indicator: Indicator,
      value: z.string().nullable(),
      numerator: z.string().nullable(),
      denominator: z.string().nullable(),
    }),
  ),
  versions: z.array(SubmissionVersion),
  /** What this reader may do now; a reason code where not. */
  acts: z.object({
    prepare: z.boolean(),
    submit: z.boolean(),
    return: z.boolean(),
    approve: z.boolean(),
    correct: z.boolean(),
  }),
});
export type Submission = z.infer<typeof Submission>;

const key = z.object({ unitId: z.coerce.number().int(), month: Month });

export const getSubmission = defineRoute({
  operationId: 'getSubmission',
  method: 'GET',
  path: '/submissions/{unitId}/{month}',
  permission: 'submission.read',
  summary: "One unit's period: figures so far, comparisons, drift, reasons of return, versions",
  params: key,
  response: Submission,
});

const TypedValue = z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/, { message: 'field.number' });
const Reason = z.string().trim().min(3).max(500);

/** A sentence by which a warning is passed; one for a warning that no longer stands is left out. */
const Explanation = z.object({ key: z.string().max(100), sentence: Reason });
export type Explanation = z.infer<typeof Explanation>;

export const saveSupplements = defineRoute({
  operationId: 'saveSupplements',
  method: 'PUT',
  path: '/submissions/{unitId}/{month}/supplements',
  permission: 'submission.prepare',
  summary: 'Enters figures by hand where no register is kept, whole or not at all; null empties one (not reported)',
  params: key,
  body: z.object({
    revision: z.int(),
    /** Source of all the cells that name none of their own. */
    reason: Reason,
    cells: z
      .array(
        z.object({
          indicatorCode: z.string().max(20),
          value: TypedValue.nullable(),
          qualifier: Qualifier.nullable().optional(),
          /** Of an indicator that counts names: the names; their number is its value. */
          keys: z.array(z.string().trim().min(1).max(200)).max(2000).optional(),
          reason: Reason.optional(),
        }),
      )
      .min(1)
      .max(500),
  }),
  response: Submission,
});

export const submitSubmission = defineRoute({
  operationId: 'submitSubmission',
  method: 'POST',
  path: '/submissions/{unitId}/{month}/submit',
  permission: 'submission.submit',
  summary:
    'Freezes the figures with the records behind them and hands them up; every warning is passed with a sentence, or it is refused',
  params: key,
  body: z.object({ revision: z.int(), explanations: z.array(Explanation).max(500).default([]) }),
  response: Submission,
});

export const returnSubmission = defineRoute({
  operationId: 'returnSubmission',
  method: 'POST',
  path: '/submissions/{unitId}/{month}/return',
  permission: 'submission.return',
  summary: 'Sends a submission back with a reason, on a figure where it concerns one',
  params: key,
  body: z.object({
    revision: z.int(),
    reasons: z
      .array(z.object({ indicatorCode: z.string().max(20).nullable(), reason: Reason }))
      .min(1)
      .max(50),
  }),
  response: Submission,
});

export const approveSubmissions = defineRoute({
  operationId: 'approveSubmissions',
  method: 'POST',
  path: '/submissions/approve',
  permission: 'submission.approve',
  summary: 'Approves one or many submissions, whole or not at all; they count from this commit on',
  body: z.object({
    submissions: z
      .array(z.object({ unitId: z.int(), month: Month, revision: z.int() }))
      .min(1)
      .max(10_000),
  }),
  response: z.object({ approved: z.int() }),
});

export const openCorrection = defineRoute({
  operationId: 'openCorrection',
  method: 'POST',
  path: '/submissions/{unitId}/{month}/corrections',
  permission: 'submission.prepare',
  summary: 'Opens a later version of an approved submission, with a reason; it counts when approved',
  params: key,
  body: z.object({ reason: Reason }),
  response: Submission,
});

export const bulkSubmit = defineRoute({
  operationId: 'bulkSubmit',
  method: 'POST',
  path: '/submissions/bulk',
  permission: 'submission.bulk',
  summary: 'Submits many units and months at once as supplements, for data of before; whole or not at all',
  body: z.object({
    origin: z.enum(['supplement', 'imported', 'apportioned']),
    reason: Reason,
    submissions: z
      .array(
        z.object({
          unitId: z.int(),
          month: Month,
          figures: z
            .array(
              z.object({
                indicatorCode: z.string().max(20),
                value: TypedValue,
                qualifier: Qualifier.nullable().optional(),
                keys: z.array(z.string().min(1).max(200)).max(2000).optional(),
              }),
            )
            .min(1)
            .max(500),
        }),
      )
      .min(1)
      .max(10_000),
  }),
  response: z.object({ submitted: z.int(), figures: z.int() }),
});

export const keepRegister = defineRoute({
  operationId: 'keepRegister',
  method: 'PUT',
  path: '/units/{unitId}/register-keepings/{register}',
  permission: 'register.keep',
  summary:
    "From the first day of a month on, records of the register are the source of the unit's figures (registerKeptFrom)",
  params: z.object({ unitId: z.coerce.number().int(), register: z.string().max(40) }),
  body: z.object({ fromMonth: Month }),
  response: z.object({ unitId: z.int(), register: z.string(), keptFrom: z.string() }),
});

/** A unit in the approver's grid. Exceptions are what should be looked at before approving. */
export const SubmissionLine = z.object({
  unit: UnitRef,
  state: SubmissionState,
  version: z.int(),
  revision: z.int(),
  submittedBy: z.string().nullable(),
  submittedAt: z.iso.datetime().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  late: z.boolean(),
  isCorrection: z.boolean(),
  exceptions: z.array(Note),
});
export type SubmissionLine = z.infer<typeof SubmissionLine>;

export const listSubmissions = defineRoute({
  operationId: 'listSubmissions',
  method: 'GET',
  path: '/submissions',
  permission: 'submission.read',
  summary: 'Units that owe a month under a unit, with their states; exceptions first',
  query: z.object({
    month: Month,
    unit: z.coerce.number().int().optional(),
    state: SubmissionState.optional(),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(200),
  }),
  response: z.object({
    month: z.string(),
    dueOn: z.string(),
    counts: z.object({ missing: z.int(), open: z.int(), submitted: z.int(), returned: z.int(), approved: z.int() }),
    items: z.array(SubmissionLine),
    next: z.string().nullable(),
  }),
});

/** An approved figure from which the register has moved away. */
export const Drift = z.object({
  unit: UnitRef,
  month: z.string(),
  indicator: Indicator,
  register: z.string(),
  submitted: z.string(),
  /** Of the latest version: approved = a correction can be begun; otherwise one is under way. */
  state: SubmissionState,
});
export type Drift = z.infer<typeof Drift>;

/** correctable: the reader may correct the unit's months. */
export const DriftLine = Drift.extend({ correctable: z.boolean() });
export type DriftLine = z.infer<typeof DriftLine>;

export const listDrift = defineRoute({
  operationId: 'listDrift',
  method: 'GET',
  path: '/drift',
  permission: 'submission.read',
  summary: 'Where the register says otherwise than what was approved (late, changed or voided records)',
  query: z.object({
    unit: z.coerce.number().int().optional(),
    month: Month.optional(),
    register: z.string().max(40).optional(),
  }),
  response: z.object({ items: z.array(DriftLine) }),
});

export const correctDrift = defineRoute({
  operationId: 'correctDrift',
  method: 'POST',
  path: '/submissions/{unitId}/correct-drift',
  permission: 'submission.submit',
  summary:
    "Takes what the registers say now into corrections of a unit's months and hands them up, in one act; they count when approved",
  params: z.object({ unitId: z.coerce.number().int() }),
  body: z.object({
    reason: Reason,
    months: z.array(Month).min(1).max(36),
    explanations: z
      .array(Explanation.extend({ month: Month }))
      .max(500)
      .default([]),
  }),
  response: z.object({ corrected: z.int() }),
});

/** What waits for a person, by clock, and the unit's own first figures. */
export const getToday = defineRoute({
  operationId: 'getToday',
  method: 'GET',
  path: '/today',
  permission: 'signed-in',
  summary: 'What is due for me',
  query: z.object({ post: z.uuid().optional() }),
  response: z.object({
    today: z.string(),
    month: z.string(),
    due: z.array(
      z.object({
        kind: z.enum(['submit', 'mend', 'approve', 'drift', 'silent']),
        unit: UnitRef,
        month: z.string(),
        dueOn: z.string(),
        overdue: z.boolean(),
        count: z.int(),
      }),
    ),
    progress: z.object({ month: z.string(), submitted: z.int(), approved: z.int(), obliged: z.int() }).nullable(),
    figures: z.array(
      z.object({
        indicator: Indicator,
        unit: UnitRef,
        value: z.string().nullable(),
        coverage: Coverage.nullable(),
        sameMonthLastYear: z.string().nullable(),
        trend: z.array(z.object({ month: z.string(), value: z.string().nullable() })),
      }),
    ),
  }),
});

export const countPunctuality = defineRoute({
  operationId: 'countPunctuality',
  method: 'GET',
  path: '/punctuality',
  permission: 'submission.read',
  summary: 'Submissions expected, received and received in time, month by month',
  query: z.object({ unit: z.string().min(1).max(40), from: Month, to: Month }),
  response: z.object({
    months: z.array(z.object({ month: z.string(), expected: z.int(), received: z.int(), inTime: z.int() })),
  }),
});
