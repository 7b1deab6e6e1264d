import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addMonths } from '#platform/periods.rules.ts';
import { useMine } from '#web/api/me.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { useUnitName } from '#web/ui/useLanguage.ts';
import { type ExploreSearch, lastClosedMonth, unitsOfPlace } from './explore-question.ts';
import classes from './Explore.module.css';

/** Three questions of the reader's own place to begin with. */
export function ExploreExamples() {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const { place } = useMine();
  if (!place) return null;
  const last = lastClosedMonth();
  const year = last.slice(0, 4);
  const below = unitsOfPlace(place);
  const own = `#${place.unit.id}`;
  const examples: { text: string; search: ExploreSearch }[] = [
    {
      text: t('figures.explore.empty.tips', { year }),
      search: { indicators: 'T01,T02', units: below, periods: year, view: 'today' },
    },
    {
      text: t('figures.explore.empty.months', { unit: nameOf(place.unit) }),
      search: {
        indicators: 'T02',
        units: own,
        periods: `${addMonths(last, -23)}..${last}`,
        view: 'today',
        tab: 'lines',
      },
    },
    {
      text: t('figures.explore.empty.sites'),
      search: { indicators: 'M02', units: below, periods: last, view: 'today', tab: 'map' },
    },
  ];
  return (
    <EmptyState
      title={t('figures.explore.empty.title')}
      action={
        <div className={classes.examples}>
          {examples.map(({ text, search }) => (
            <Link key={text} to="/explore" search={search} className={classes.example}>
              {text}
            </Link>
          ))}
        </div>
      }
    >
      {t('figures.explore.empty.text')}
    </EmptyState>
  );
}
