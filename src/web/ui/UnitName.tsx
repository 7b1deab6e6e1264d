import { useTranslation } from 'react-i18next';
import { dayBefore, formatDay } from './format.ts';
import { useUnitName } from './useLanguage.ts';
import classes from './UnitName.module.css';

/** A unit with what tells it from its namesakes: what lies above it and when it existed. */
export type UnitChoice = {
  id: number;
  code: string;
  kind: string;
  nameVi: string;
  nameEn: string | null;
  validFrom: string | null;
  validTo: string | null;
  parentName: string | null;
  /** Code, or CODE@DATE where the code alone would not do: how an address or a question names it. */
  askedAs: string;
};

/** "đến 30/06/2025" for a unit that ended, "từ 01/07/2025" for one that began; empty when neither is known. */
export function useValidity(): (unit: { validFrom: string | null; validTo: string | null }) => string {
  const { t } = useTranslation();
  return ({ validFrom, validTo }) => {
    if (validFrom !== null && validTo !== null) {
      return t('unit.fromTo', { from: formatDay(validFrom), to: formatDay(dayBefore(validTo)) });
    }
    if (validTo !== null) return t('unit.until', { to: formatDay(dayBefore(validTo)) });
    return validFrom === null ? '' : t('unit.since', { from: formatDay(validFrom) });
  };
}

export function UnitName({ unit }: { unit: Omit<UnitChoice, 'askedAs' | 'id' | 'kind'> }) {
  const { t } = useTranslation();
  const validity = useValidity();
  const nameOf = useUnitName();
  const details = [unit.parentName, unit.code, validity(unit)].filter((detail) => detail !== null && detail !== '');
  return (
    <span className={classes.unit}>
      <span className={classes.name}>
        {nameOf(unit)}
        {unit.validTo === null ? null : <span className={classes.ended}> {t('unit.ended')}</span>}
      </span>
      <span className={classes.details}>{details.join(' · ')}</span>
    </span>
  );
}
