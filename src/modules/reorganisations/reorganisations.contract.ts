import { z } from 'zod';
import { defineRoute } from '#platform/http/route.ts';
import { isDay } from '#platform/periods.rules.ts';
import { extents } from '#modules/units/units.rules.ts';
import { foundedKinds } from './reorganisations.rules.ts';

const Day = z.string().refine(isDay, 'field.day');
const UnitId = z.int().positive();
const Ref = z.string().regex(/^(#\d{1,9}|n\d{1,4})$/u, 'field.required');
const text = (most: number) => z.string().trim().min(1, 'field.required').max(most);
const optionalText = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .nullish()
    .transform((written) => written || null);

const Founded = z.object({
  /** Its name within this plan: n1, n2 … */
  ref: z.string().regex(/^n\d{1,4}$/u),
  kind: z.enum(foundedKinds),
  /** Official, 2 digits for a province and 5 for a commune; left out, the house gives one. */
  code: optionalText(10),
  nameVi: text(200),
  nameEn: optionalText(200),
  parent: Ref,
});

const most = 2000;

/** A plan as it is entered. A unit is named as #id where it exists, and by its ref where the plan founds it. */
export const ReorganisationInput = z.object({
  title: text(300),
  documentNumber: text(100),
  documentDate: Day,
  issuer: text(200),
  takesEffectOn: Day,
  ended: z.array(UnitId).max(most),
  founded: z.array(Founded).max(most),
  /** `from` ends and is followed whole or in parts, or lives on and gives a part. */
  successions: z.array(z.object({ from: UnitId, to: Ref, extent: z.enum(extents), note: optionalText(300) })).max(most),
  /** Units that come under another unit with their name. */
  moved: z.array(z.object({ unitId: UnitId, to: Ref })).max(most),
});
export type ReorganisationInput = z.infer<typeof ReorganisationInput>;

const Person = z.object({ displayName: z.string(), at: z.string() });

export const ReorganisationState = z.enum(['planned', 'applied', 'withdrawn']);
export type ReorganisationState = z.infer<typeof ReorganisationState>;

/** A reorganisation in the list. */
export const ReorganisationHead = z.object({
  id: z.int(),
  state: ReorganisationState,
  title: z.string(),
  documentNumber: z.string(),
  documentDate: z.string(),
  issuer: z.string(),
  takesEffectOn: z.string(),
  endedCount: z.int(),
  foundedCount: z.int(),
  /** Has the second person confirmed it? */
  isConfirmed: z.boolean(),
});
export type ReorganisationHead = z.infer<typeof ReorganisationHead>;

/** A unit that the lines name, as it stands now. */
export const NamedUnit = z.object({
  id: z.int(),
  kind: z.string(),
  code: z.string(),
  nameVi: z.string(),
  nameEn: z.string().nullable(),
  validFrom: z.string().nullable(),
  validTo: z.string().nullable(),
  parentName: z.string().nullable(),
});
export type NamedUnit = z.infer<typeof NamedUnit>;

export const Reorganisation = ReorganisationHead.extend({
  version: z.int(),
  lines: ReorganisationInput.pick({ ended: true, founded: true, successions: true, moved: true }),
  /** Of what was applied: the units that were made, by ref. */
  made: z.array(z.object({ ref: z.string(), unitId: z.int() })),
  units: z.array(NamedUnit),
  added: Person,
  changed: Person,
  confirmed: Person.nullable(),
  withdrawn: Person.extend({ reason: z.string() }).nullable(),
  appliedAt: z.string().nullable(),
  /** Why it could not be applied as the units stand now; empty = it could. */
  refusals: z.array(z.object({ path: z.string(), message: z.string() })),
  mayChange: z.boolean(),
  mayConfirm: z.boolean(),
});
export type Reorganisation = z.infer<typeof Reorganisation>;

/** A unit of a preview: one that exists (unitId) or one that would be made (ref or null). */
const PreviewUnit = z.object({
  unitId: z.int().nullable(),
  ref: z.string().nullable(),
  kind: z.string(),
  code: z.string(),
  nameVi: z.string(),
  parentName: z.string().nullable(),
});
export type PreviewUnit = z.infer<typeof PreviewUnit>;

export const ReorganisationPreview = z.object({
  /** What is not right yet; the rest is worked out as far as it goes. */
  refusals: z.array(z.object({ path: z.string(), message: z.string() })),
  /** Open units below a split one that the plan has to say a place of. */
  undecided: z.array(PreviewUnit),
  ended: z.array(PreviewUnit),
  made: z.array(PreviewUnit.extend({ carried: z.boolean(), renamed: z.boolean() })),
  /** As then: how many totals were compared, and which would change (none). */
  then: z.object({ compared: z.int(), changed: z.array(PreviewUnit) }),
  today: z.object({
    from: z.string(),
    to: z.string(),
    indicators: z.array(
      z.object({
        code: z.string(),
        nameVi: z.string(),
        nameEn: z.string(),
        measureUnitVi: z.string(),
        measureUnitEn: z.string(),
      }),
    ),
    /** Totals before and after, one for each indicator; null in the list = not reported, no list = no such unit. */
    rows: z.array(
      z.object({
        unit: PreviewUnit,
        /** former = had ended before; asked as today it means its former territory. */
        state: z.enum(['stays', 'ends', 'new', 'former']),
        before: z.array(z.string().nullable()).nullable(),
        after: z.array(z.string().nullable()).nullable(),
      }),
    ),
    /** How many rows there are in all. */
    total: z.int(),
  }),
  notDivisible: z.array(z.object({ unit: PreviewUnit, into: z.array(z.string()), heldBy: PreviewUnit.nullable() })),
  /** What people have to see to at the units that end. */
  unfinished: z.array(
    z.object({
      unit: PreviewUnit,
      posts: z.array(z.object({ displayName: z.string(), roleNameVi: z.string(), roleNameEn: z.string() })),
      registers: z.array(z.object({ register: z.string(), keptFrom: z.string() })),
      openMonths: z.array(z.object({ month: z.string(), state: z.string() })),
      laterMonths: z.array(z.object({ month: z.string(), state: z.string() })),
    }),
  ),
});
export type ReorganisationPreview = z.infer<typeof ReorganisationPreview>;

const params = z.object({ id: z.coerce.number().int() });
const Version = z.int().positive();

export const listReorganisations = defineRoute({
  operationId: 'listReorganisations',
  method: 'GET',
  path: '/reorganisations',
  permission: 'unit.read',
  summary: 'Planned, applied and withdrawn reorganisations of units, the latest day first',
  query: z.object({ state: ReorganisationState.optional() }),
  response: z.object({ items: z.array(ReorganisationHead) }),
});

export const getReorganisation = defineRoute({
  operationId: 'getReorganisation',
  method: 'GET',
  path: '/reorganisations/{id}',
  permission: 'unit.read',
  summary: 'A reorganisation with its lines, who entered and confirmed it, and what stands against it now',
  params,
  response: Reorganisation,
});

export const previewReorganisation = defineRoute({
  operationId: 'previewReorganisation',
  method: 'POST',
  path: '/reorganisations/preview',
  permission: 'reorganisation.manage',
  summary:
    'What a reorganisation would do: units, totals in both views, what is not divisible, what people must see to',
  body: ReorganisationInput,
  response: ReorganisationPreview,
});

export const addReorganisation = defineRoute({
  operationId: 'addReorganisation',
  method: 'POST',
  path: '/reorganisations',
  permission: 'reorganisation.manage',
  summary: 'Plans a reorganisation; it is applied on its day once another administrator has confirmed it',
  body: ReorganisationInput,
  response: Reorganisation,
});

export const changeReorganisation = defineRoute({
  operationId: 'changeReorganisation',
  method: 'PUT',
  path: '/reorganisations/{id}',
  permission: 'reorganisation.manage',
  summary: 'Changes a planned reorganisation, which then has to be confirmed anew',
  params,
  body: ReorganisationInput.extend({ version: Version }),
  response: Reorganisation,
});

export const confirmReorganisation = defineRoute({
  operationId: 'confirmReorganisation',
  method: 'POST',
  path: '/reorganisations/{id}/confirm',
  permission: 'reorganisation.manage',
  summary: 'The second person confirms a planned reorganisation; where its day has come it is applied at once',
  params,
  body: z.object({ version: Version }),
  response: Reorganisation,
});

export const withdrawReorganisation = defineRoute({
  operationId: 'withdrawReorganisation',
  method: 'POST',
  path: '/reorganisations/{id}/withdraw',
  permission: 'reorganisation.manage',
  summary: 'Withdraws a planned reorganisation: units and totals stay as they are',
  params,
  body: z.object({ version: Version, reason: text(300) }),
  response: Reorganisation,
});
