import { AnswerFeedback } from '#modules/feedback/staff/AnswerFeedback.tsx';
import { ReceiptButton } from '#modules/hand-ins/staff/ReceiptButton.tsx';
import type { RegisterParts } from '#registers/web/parts.ts';

/** What single registers show beyond what follows from their declaration, by the register's name. */
export const registerParts: Record<string, RegisterParts> = {
  'hand-ins': { RecordActs: ReceiptButton },
  feedback: { RecordActs: AnswerFeedback },
};
