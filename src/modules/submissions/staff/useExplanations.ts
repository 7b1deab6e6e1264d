import { useMine } from '#web/api/me.tsx';
import { useDraft } from '#web/ui/useDraft.ts';
import type { Explanation, Submission, SubmissionWarning } from '../submissions.contract.ts';

/** As the contract wants it of a sentence. */
export const shortestSentence = 3;

export type Explanations = {
  sentenceOf: (warning: SubmissionWarning) => string;
  isAnswered: (warning: SubmissionWarning) => boolean;
  write: (warning: SubmissionWarning, sentence: string) => void;
  /** Those that are still without a sentence. */
  open: SubmissionWarning[];
  all: Explanation[];
  /** The month went up: what was written is kept there. */
  forget: () => void;
};

/** Sentences by which the warnings of a period are passed; kept on this device until the month is handed up. */
export function useExplanations(submission: Submission): Explanations {
  const { me } = useMine();
  const [draft, keep] = useDraft(`explanations.${me.accountId}.${submission.unit.id}.${submission.month}`);
  const written = draft === null ? {} : (JSON.parse(draft) as Record<string, string>);
  const asked = submission.warnings.filter((warning) => warning.needsSentence);
  const sentenceOf = (warning: SubmissionWarning): string => written[warning.key] ?? warning.suggestion ?? '';
  const isAnswered = (warning: SubmissionWarning): boolean => sentenceOf(warning).trim().length >= shortestSentence;
  return {
    sentenceOf,
    isAnswered,
    write: (warning, sentence) => keep(JSON.stringify({ ...written, [warning.key]: sentence })),
    open: asked.filter((warning) => !isAnswered(warning)),
    all: asked.filter(isAnswered).map((warning) => ({ key: warning.key, sentence: sentenceOf(warning).trim() })),
    forget: () => keep(null),
  };
}
