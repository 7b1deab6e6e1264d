import type { ComponentType } from 'react';
import type { Register } from '../declaration.ts';
import type { RecordWithHistory } from '../register.contract.ts';

/** What a register shows beyond what follows from its declaration; given by the shell, so that modules may bring it. */
export type RegisterParts = {
  /** Acts on an opened record, beside those that every record has. */
  RecordActs?: ComponentType<{ register: Register; record: RecordWithHistory }>;
};
