import { useTranslation } from 'react-i18next';
import { formatNumber } from '#web/ui/format.ts';
import type { PeriodState } from '#web/ui/StateBadge.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import classes from './StateProgress.module.css';

const order: PeriodState[] = ['approved', 'submitted', 'returned', 'open', 'missing'];

/** How many units are how far: one bar in segments, each told in words for those who do not see it. */
export function StateProgress({ counts }: { counts: Partial<Record<PeriodState, number>> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = order.filter((state) => (counts[state] ?? 0) > 0);
  const said = shown.map((state) => `${t(`state.${state}`)}: ${formatNumber(counts[state] ?? 0, language)}`);
  return (
    <span className={classes.bar} role="img" aria-label={said.join(', ')}>
      {shown.map((state) => (
        <span key={state} className={classes.part} data-state={state} style={{ flexGrow: counts[state] ?? 0 }} />
      ))}
    </span>
  );
}
