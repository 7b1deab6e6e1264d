import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { readPasted } from '../period-entry.rules.ts';
import type { SubmissionRow } from '../submissions.contract.ts';
import { determineStep, toDraft } from './supplement-drafts.ts';
import type { Supplements } from './useSupplements.ts';

const columns = ['text', 'reason'] as const;

/**
 * Takes a block from a sheet into the typed cells from one on downwards: values, and their sources where it has a second
 * column. A block that has no place for all it holds is not taken, and said so; an empty cell leaves what stands there.
 */
export function usePaste(rows: SubmissionRow[], supplements: Supplements) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [said, setSaid] = useState<{ words: string; isGood: boolean }>();

  const paste = (from: SubmissionRow, text: string): boolean => {
    setSaid(undefined);
    const pasted = readPasted(text, columns);
    if (pasted.tooWide !== undefined) {
      setSaid({ words: t('submissions.paste.tooWide', { count: pasted.tooWide }), isGood: false });
      return true;
    }
    const { lines } = pasted;
    if (lines.length < 2 && lines[0]?.reason === undefined) return false;
    const targets = rows.slice(rows.indexOf(from));
    if (lines.length > targets.length) {
      const words = t('submissions.paste.tooLong', { count: lines.length, places: targets.length });
      setSaid({ words, isGood: false });
      return true;
    }
    const taken: SubmissionRow[] = [];
    let bad = 0;
    for (const [index, { text: typed = '', reason = '' }] of lines.entries()) {
      const row = targets[index]!;
      if (typed === '' && reason === '') continue;
      taken.push(row);
      const change = { ...(typed === '' ? {} : { text: typed }), ...(reason === '' ? {} : { reason }) };
      supplements.edit(row, change);
      const draft = { ...toDraft(row, language), ...change };
      if (determineStep(row, draft, language).kind === 'refused') bad += 1;
    }
    supplements.commit(taken);
    const done = t('submissions.paste.done', { count: taken.length });
    setSaid({ words: bad === 0 ? done : `${done} ${t('submissions.paste.bad', { count: bad })}`, isGood: bad === 0 });
    return true;
  };
  return { paste, said };
}
