import { UnstyledButton } from '@mantine/core';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { determineMonthDays } from '#platform/periods.rules.ts';
import { FigureOpenerContext } from '#web/ui/FigureChip.tsx';
import { formatDays, formatInstant, formatMonth } from '#web/ui/format.ts';
import { Mark, type Tone } from '#web/ui/StateBadge.tsx';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import type { Register } from '../declaration.ts';
import type { CountedIn, RecordVersion, RecordWithHistory } from '../register.contract.ts';
import { type Names, toText } from './form-values.ts';
import classes from './registers.module.css';

const tones: Record<CountedIn['state'], Tone> = { submitted: 'soon', approved: 'good', superseded: 'quiet' };

/** The figures in which a record was counted; each opens. */
export function CountedInList({ record }: { record: RecordWithHistory }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const openFigure = useContext(FigureOpenerContext);
  const months = new Map<string, CountedIn[]>();
  for (const one of record.countedIn) {
    const key = `${one.month} ${one.version}`;
    months.set(key, [...(months.get(key) ?? []), one]);
  }
  return (
    <section className={classes.section}>
      <h3>{t('registers.record.countedTitle')}</h3>
      {months.size === 0 ? <p className="by-quiet">{t('registers.record.countedNowhere')}</p> : null}
      {[...months].map(([key, figures]) => {
        const { month, version, state, recordVersion } = figures[0]!;
        const { from, to } = determineMonthDays(month);
        return (
          <div key={key} className={classes.counted}>
            <p>
              {t('registers.record.counted', { month: formatMonth(month), days: formatDays(from, to), version })}{' '}
              <Mark tone={tones[state]}>{t(`registers.record.countedState.${state}`)}</Mark>
            </p>
            {recordVersion === record.version ? null : (
              <p className={classes.changed}>{t('registers.record.changedSince', { version: recordVersion })}</p>
            )}
            <ul className={classes.figures}>
              {figures.map((figure) => {
                const name = language === 'en' ? figure.indicatorNameEn : figure.indicatorNameVi;
                return (
                  <li key={figure.indicatorCode}>
                    <UnstyledButton
                      className={classes.figure}
                      aria-label={t('registers.record.openFigure', { name, month: formatMonth(month) })}
                      onClick={() =>
                        openFigure({
                          indicatorCode: figure.indicatorCode,
                          unit: `#${record.unit.id}`,
                          from: month,
                          to: month,
                          view: 'then',
                        })
                      }
                    >
                      {figure.indicatorCode} · {name}
                    </UnstyledButton>
                  </li>
                );
              })}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

/** Every version of a record, newest first, with what each changed. */
export function RecordHistory({ register, record }: { register: Register; record: RecordWithHistory }) {
  const { t } = useTranslation();
  return (
    <section className={classes.section}>
      <h3>{t('registers.record.historyTitle')}</h3>
      <ol className={classes.history} reversed start={record.versions.length}>
        {record.versions.map((version, index) => (
          <li key={version.version}>
            <p className={classes.act}>
              {t('registers.record.historyLine', {
                act: t(`registers.act.${version.act}`),
                at: formatInstant(version.at),
                by: version.by ?? t('registers.record.nobody'),
              })}
            </p>
            <Changes register={register} version={version} before={record.versions[index + 1]} names={record.names} />
          </li>
        ))}
      </ol>
      {register.byTheHour ? <p className="by-quiet by-small">{t('registers.record.byTheHour')}</p> : null}
    </section>
  );
}

function Changes(props: {
  register: Register;
  version: RecordVersion;
  before: RecordVersion | undefined;
  names: Names;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const { register, version, before, names } = props;
  if (version.act === 'voided' && version.voidReason !== null) {
    return <p>{say(register.voidReasons[version.voidReason]!)}</p>;
  }
  if (!before) return null;
  const changed = Object.entries(register.fields).filter(
    ([name]) => JSON.stringify(version.values[name]) !== JSON.stringify(before.values[name]),
  );
  return (
    <ul className={classes.changes}>
      {changed.map(([name, field]) => (
        <li key={name}>
          {say(field.label)}:{' '}
          <strong>{toText(field, version.values[name], language, names) || t('registers.record.empty')}</strong>{' '}
          <span className="by-quiet">
            (
            {t('registers.record.from', {
              value: toText(field, before.values[name], language, names) || t('registers.record.empty'),
            })}
            )
          </span>
        </li>
      ))}
    </ul>
  );
}
