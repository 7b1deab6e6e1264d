import { useTranslation } from 'react-i18next';
import { useIndicatorWords, useLanguage, useSay } from '#web/ui/useLanguage.ts';
import { useRegister } from '#web/api/registers.ts';
import type { Indicator } from '../figures.contract.ts';
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

function useHowCounted(indicator: Indicator): string {
  const { t } = useTranslation();
  const say = useSay();
  const register = useRegister(indicator.register);
  const filter = indicator.filter === null ? '' : t('figures.definition.filter', { filter: indicator.filter });
  if (indicator.kind === 'ratio') {
    const { numeratorCode, denominatorCode } = indicator;
    return t('figures.definition.ratio', { numerator: numeratorCode, denominator: denominatorCode });
  }
  if (indicator.formula !== null) return indicator.formula;
  if (indicator.kind === 'units_with') return [indicator.measure, filter].filter(Boolean).join(', ');
  if (indicator.register === null) return t('figures.definition.supplement');
  const name = register ? say(register.label) : indicator.register;
  const words = t('figures.definition.register', { register: name, measure: indicator.measure });
  return filter === '' ? words : `${words}, ${filter}`;
}
