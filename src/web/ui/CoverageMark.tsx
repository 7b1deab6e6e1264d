import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from './format.ts';
import { useLanguage } from './useLanguage.ts';
import classes from './CoverageMark.module.css';

export type Coverage = { reported: number; obliged: number; units: number; silentUnits: number };

/** "61/64 đơn vị": how many of the units that owe it are in the figure; the months are told on hover and to readers. */
export function CoverageMark({ coverage }: { coverage: Coverage }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const isWhole = coverage.reported >= coverage.obliged;
  const number = (value: number): string => formatNumber(value, language);
  const whole = t('coverage.whole', {
    units: number(coverage.units - coverage.silentUnits),
    ofUnits: number(coverage.units),
    months: number(coverage.reported),
    ofMonths: number(coverage.obliged),
  });
  const isOnlyMonthsMissing = !isWhole && coverage.silentUnits === 0;
  return (
    <span className={classes.mark} data-whole={isWhole} title={whole}>
      {isWhole ? <IconCircleCheck size={14} aria-hidden /> : <IconAlertCircle size={14} aria-hidden />}
      <span>
        {isOnlyMonthsMissing
          ? t('coverage.months', { months: number(coverage.reported), ofMonths: number(coverage.obliged) })
          : t('coverage.units', {
              units: number(coverage.units - coverage.silentUnits),
              ofUnits: number(coverage.units),
            })}
      </span>
    </span>
  );
}
