import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { vietnamDay } from '#platform/periods.rules.ts';
import { dayBefore, formatDay } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';

type Names = { nameVi: string; nameEn: string | null };

/** Name of a unit, role or organisation in the language on screen. */
export function useNameOf(): (named: Names) => string {
  const language = useLanguage();
  return (named) => (language === 'en' && named.nameEn) || named.nameVi;
}

/** "từ 01/07/2025", or with its last day "01/07/2025–30/06/2026". */
export function usePeriodWords(): (post: { validFrom: string; validTo: string | null }) => string {
  const { t } = useTranslation();
  return ({ validFrom, validTo }) => {
    const from = formatDay(validFrom);
    if (validTo === null) return t('accounts.post.since', { from });
    // One that was given and ended on the same day: that day is all there is to show.
    return t('accounts.post.span', { from, to: formatDay(validTo > validFrom ? dayBefore(validTo) : validFrom) });
  };
}

/** The day in Vietnam on which the page was opened. */
export function useToday(): string {
  const [today] = useState(() => vietnamDay(new Date()));
  return today;
}
