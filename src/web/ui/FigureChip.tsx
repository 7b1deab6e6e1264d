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

/** A number is a door: value, unit, coverage; opens the definition, the units and the records behind it. */
export function FigureChip(props: {
  name: string;
  value: string | null;
  measureUnit: string;
  address: FigureAddress;
  coverage?: Coverage | null;
  apportioned?: boolean;
  /** How the value is written where it is part of a sentence that is already worded. */
  text?: string;
  large?: boolean;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const open = useContext(FigureOpenerContext);
  const said = props.value === null ? t('figure.notReported') : formatValue(props.value, props.measureUnit, language);
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

/** Of a single unit the value itself says whether it has reported, unless only some of its months are there. */
function tellsMore(coverage: Coverage): boolean {
  return coverage.units > 1 || (coverage.silentUnits === 0 && coverage.reported < coverage.obliged);
}
