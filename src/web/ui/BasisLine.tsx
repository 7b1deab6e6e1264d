import { useTranslation } from 'react-i18next';
import { type Coverage } from './CoverageMark.tsx';
import { formatDay, formatDays, formatInstant, formatNumber } from './format.ts';
import { useLanguage } from './useLanguage.ts';
import classes from './BasisLine.module.css';

/** Under every table and chart: which days, which boundaries, as known when, how much of it has reported. */
export function BasisLine(props: {
  fromDay: string;
  toDay: string;
  view: 'then' | 'today';
  asKnownOn: string | null;
  answeredAt: string;
  coverage?: Coverage | null;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { coverage } = props;
  const parts = [
    formatDays(props.fromDay, props.toDay),
    t(`view.${props.view}`),
    props.asKnownOn === null
      ? t('basis.knownNow', { at: formatInstant(props.answeredAt) })
      : t('basis.knownOn', { on: formatDay(props.asKnownOn) }),
    ...(coverage
      ? [
          t('basis.reported', {
            units: formatNumber(coverage.units - coverage.silentUnits, language),
            ofUnits: formatNumber(coverage.units, language),
          }),
        ]
      : []),
  ];
  return <p className={classes.line}>{parts.join(' · ')}</p>;
}
