import { Alert } from '@mantine/core';
import { IconArrowsSplit } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '#web/ui/format.ts';
import { useValidity } from '#web/ui/UnitName.tsx';
import { useUnitName } from '#web/ui/useLanguage.ts';
import type { UnitHistory } from '../units.contract.ts';
import { UnitLine } from './UnitLine.tsx';
import { UnitLink } from './UnitLink.tsx';
import classes from './UnitPage.module.css';

type Step = UnitHistory['predecessors'][number];

/** What it was, itself, what became of it: in the order of time, with dates and how much passed over. */
export function UnitTimeline({ history }: { history: UnitHistory }) {
  const { t } = useTranslation();
  const validity = useValidity();
  const nameOf = useUnitName();
  const { unit, predecessors, successors } = history;
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('units.unit.timeline')}</h2>
      <UnitLine history={history} />
      <ol className={classes.timeline}>
        <li className={classes.stage}>
          <h3>{t('units.unit.was')}</h3>
          {predecessors.length === 0 ? (
            <p className="by-quiet">{t('units.unit.wasUnknown')}</p>
          ) : (
            <Steps steps={predecessors} />
          )}
        </li>
        <li className={classes.stage} data-self="true">
          <h3>{t('units.unit.itself')}</h3>
          <p>
            <strong>{nameOf(unit)}</strong> {validity(unit)}
          </p>
        </li>
        <li className={classes.stage}>
          <h3>{t('units.unit.became')}</h3>
          {successors.length > 0 ? (
            <Steps steps={successors} />
          ) : (
            <p className="by-quiet">
              {t(unit.validTo === null ? 'units.unit.becameNothing' : 'units.unit.becameUnknown')}
            </p>
          )}
        </li>
      </ol>
      <NotDivisible history={history} />
    </section>
  );
}

/** Where figures of split units are held, below which they are not divided. */
function NotDivisible({ history: { unit, notDivisible } }: { history: UnitHistory }) {
  const { t } = useTranslation();
  if (notDivisible.length === 0) return null;
  return (
    <Alert color="blue" variant="light" icon={<IconArrowsSplit aria-hidden />} title={t('units.unit.notDivisible')}>
      <ul className={classes.people}>
        {notDivisible.map((one) => (
          <li key={one.unit.id}>
            <UnitLink unit={one.unit} />:{' '}
            {one.heldBy?.id === one.unit.id ? (
              t(one.unit.id === unit.id ? 'units.unit.keptHere' : 'units.unit.keptThere')
            ) : one.heldBy === null ? (
              t('units.unit.notBelowNation')
            ) : (
              <>
                {t('units.unit.notBelow')} <UnitLink unit={one.heldBy} />
              </>
            )}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function Steps({ steps }: { steps: Step[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.steps}>
      {steps.map((step) => (
        <li key={step.unit.id}>
          <UnitLink unit={step.unit} /> <span className="by-quiet">({t(`units.unit.extent.${step.extent}`)})</span>
          <span className={classes.day}>{t('units.unit.on', { day: formatDay(step.takesEffectOn) })}</span>
          {step.note === null ? null : <span className={classes.note}>{step.note}</span>}
        </li>
      ))}
    </ul>
  );
}
