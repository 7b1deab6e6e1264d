import type { Extent, UnitKind } from '../units.rules.ts';
import type { UnitSourceProblemCode } from '../units.problems.ts';

// What a list of units says, whoever published it: rows joined by keys of the set, not by ids of the database.

export type SetUnit = {
  /** Unique in the set; of no meaning outside it. */
  key: string;
  kind: UnitKind;
  code: string;
  codeOrigin: 'official' | 'ours';
  nameVi: string;
  nameEn: string | null;
  parentKey: string | null;
  /** First day, yyyy-mm-dd; null = unknown. */
  validFrom: string | null;
  /** First day after the last, yyyy-mm-dd; null = still exists. */
  validTo: string | null;
  legalBasis: string | null;
};

export type SetSuccession = {
  fromKey: string;
  toKey: string;
  takesEffectOn: string;
  extent: Extent;
  note: string | null;
};

/** Units, what followed what, and the rows of the source that were not taken as they stand. */
export type UnitSet = {
  units: SetUnit[];
  successions: SetSuccession[];
  /** `line` tells which row; `problem` is worded in units.problems.ts. */
  problems: { line: string; problem: UnitSourceProblemCode }[];
};

/** The row of the nation, above all provinces, in every set. */
export const nationUnit: SetUnit = {
  key: 'nation',
  kind: 'nation',
  code: 'VN',
  codeOrigin: 'ours',
  nameVi: 'Việt Nam',
  nameEn: 'Viet Nam',
  parentKey: null,
  validFrom: null,
  validTo: null,
  legalBasis: null,
};
