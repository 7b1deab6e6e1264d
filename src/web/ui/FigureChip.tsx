import { UnstyledButton } from '@mantine/core';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { type Coverage, CoverageMark } from './CoverageMark.tsx';
import type { FigureAddress } from './figure-address.ts';
import { formatValue } from './format.ts';
import { useLanguage } from './useLanguage.ts';
import classes from './FigureChip.module.css';

/** How the shell opens a figure beside the page. */
export const FigureOpenerContext = createContext<(address: FigureAddress) => void>(() => undefined);

type Qualifier = 'over' | 'nearly';

/** A number is a door: value, unit, coverage; opens the definition, the units and the records behind it. */
export function FigureChip(props: {
  name: string;
  value: string | null;
  measureUnit: string;
  address: FigureAddress;
  /** How the source published the value: hơn, gần. */
  qualifier?: Qualifier | null;
  coverage?: Coverage | null;
  apportioned?: boolean;
  /** How the value is written where it is part of a sentence that is already worded. */
  text?: string;
  large?: boolean;
}) {
  const { t } = useTranslation();
  const open = useContext(FigureOpenerContext);
  const said = useSaid()(props.value, props.measureUnit, props.qualifier ?? null);
  return (
    <UnstyledButton
      component="button"
      type="button"
      className={classes.chip}
      data-inline={props.text === undefined ? undefined : true}
      data-large={props.large ? true : undefined}
      data-empty={props.value === null ? true : undefined}
      onClick={() => open(props.address)}
      aria-label={t('figure.open', { name: props.name, value: props.text ?? said })}
    >
      <span className={classes.value}>{props.text ?? said}</span>
      {props.coverage && tellsMore(props.coverage) ? <CoverageMark coverage={props.coverage} /> : null}
      {props.apportioned ? <span className={classes.mark}>{t('figure.apportioned')}</span> : null}
    </UnstyledButton>
  );
}

/** A value in words as it was published: hơn 9.800 lượt người; chưa báo cáo. */
export function useSaid(): (value: string | null, measureUnit: string, qualifier: Qualifier | null) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  return (value, measureUnit, qualifier) => {
    if (value === null) return t('figure.notReported');
    const exact = formatValue(value, measureUnit, language);
    return qualifier === null ? exact : t(`figure.${qualifier}`, { value: exact });
  };
}

/** Of a single unit the value itself says whether it has reported, unless only some of its months are there. */
function tellsMore(coverage: Coverage): boolean {
  return coverage.units > 1 || (coverage.silentUnits === 0 && coverage.reported < coverage.obliged);
}
