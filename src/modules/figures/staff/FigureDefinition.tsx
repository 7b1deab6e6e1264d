import { useTranslation } from 'react-i18next';
import { useIndicatorWords, useLanguage, useSay } from '#web/ui/useLanguage.ts';
import { useRegister } from '#web/api/registers.ts';
import type { Indicator } from '../figures.contract.ts';
import { readConditions } from './register-conditions.ts';
import classes from './FigureDrawer.module.css';

/** What the number means, in words, with its legal source. */
export function FigureDefinition({ indicator }: { indicator: Indicator }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { unitOf } = useIndicatorWords();
  const counted = useHowCounted(indicator);
  const facts: [string, string][] = [
    [t('figures.definition.kind'), t(`figures.definition.kinds.${indicator.kind}`)],
    [t('figures.definition.period'), t(`figures.definition.periods.${indicator.periodRule}`)],
    [t('figures.definition.counted'), counted],
    [t('figures.definition.measureUnit'), unitOf(indicator)],
    [t('figures.definition.source'), indicator.legalSource],
    [t('figures.definition.code'), indicator.code],
  ];
  return (
    <section aria-labelledby="definition">
      <h2 id="definition">{t('figures.definition.title')}</h2>
      <p className={classes.definition}>{language === 'en' ? indicator.definitionEn : indicator.definitionVi}</p>
      <dl className={classes.facts}>
        {facts
          .filter(([, words]) => words !== '')
          .map(([name, words]) => (
            <Fact key={name} name={name} words={words} />
          ))}
      </dl>
    </section>
  );
}

function Fact({ name, words }: { name: string; words: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{words}</dd>
    </>
  );
}

/** How an indicator is counted: from which register, by which day and closed fields; or from which others. */
export function HowCounted({ indicator }: { indicator: Counted }) {
  return useHowCounted(indicator);
}

type Counted = Pick<
  Indicator,
  'kind' | 'register' | 'measure' | 'filter' | 'numeratorCode' | 'denominatorCode' | 'formula'
>;

function useHowCounted(indicator: Counted): string {
  const { t } = useTranslation();
  const say = useSay();
  const register = useRegister(indicator.register);
  const { numeratorCode, denominatorCode, formula, kind } = indicator;
  if (kind === 'ratio') {
    return t('figures.definition.ratio', { numerator: numeratorCode, denominator: denominatorCode });
  }
  if (formula !== null) return formula;
  // The definition says which units are counted; its condition is written for the machine.
  if (kind === 'units_with') return '';
  if (indicator.register === null || !register) return t('figures.definition.supplement');
  const { date, taken, choices } = readConditions(register, indicator);
  const what = taken
    ? t(`figures.definition.${taken.how}`, { field: say(taken.field.label), register: say(register.label) })
    : t('figures.definition.count', { register: say(register.label) });
  const by = date.field ? t('figures.definition.by', { date: say(date.field.label) }) : '';
  const conditions = choices.map(({ field, values }) => {
    const options = field.type === 'choice' ? field.options : {};
    const names = values.map((value) => (options[value] ? say(options[value]) : value));
    return `${say(field.label)}: ${names.join(t('figures.definition.or'))}`;
  });
  return [what, by, ...conditions].filter((part) => part !== '').join('; ');
}
