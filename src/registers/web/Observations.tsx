import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { formatDay } from '#web/ui/format.ts';
import { Sparkline } from '#web/ui/TrendChart.tsx';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import { type Field, isAskedFor, listObserved, type Register } from '../declaration.ts';
import type { Observation, RecordWithHistory } from '../register.contract.ts';
import { toText } from './form-values.ts';
import classes from './registers.module.css';

const pointsOfLine = 3;

/** How the changing fields stood from which day on, latest first; numbers with a line where there is a course to see. */
export function Observations({ register, record }: { register: Register; record: RecordWithHistory }) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const { observations } = record;
  const fields = listObserved(register)
    .map((name): [string, Field] => [name, register.fields[name]!])
    .filter(([, field]) => isAskedFor(field, record.values));
  if (observations.length === 0 || fields.length === 0) return null;
  const columns: Column<Observation>[] = [
    {
      key: 'observedOn',
      title: t('registers.observe.day'),
      phone: 'title',
      render: ({ observedOn }) => formatDay(observedOn),
    },
    ...fields.map(([name, field]): Column<Observation> => ({
      key: name,
      title: say(field.label),
      numeric: field.type === 'number',
      render: ({ values }) => toText(field, values[name], language, record.names) || '—',
    })),
  ];
  const numbers = observations.length < pointsOfLine ? [] : fields.filter(([, field]) => field.type === 'number');
  return (
    <section className={classes.section}>
      <h3>{t('registers.observe.title')}</h3>
      {numbers.map(([name, field]) => (
        <figure key={name} className={classes.course}>
          <figcaption>{say(field.label)}</figcaption>
          <Sparkline
            points={observations
              .toReversed()
              .map(({ observedOn, values }) => ({ month: observedOn, value: String(values[name] ?? 0) }))}
            label={t('registers.observe.course', {
              field: say(field.label),
              first: formatDay(observations.at(-1)!.observedOn),
              last: formatDay(observations[0]!.observedOn),
            })}
          />
        </figure>
      ))}
      <DataTable
        caption={t('registers.observe.title')}
        columns={columns}
        rows={observations}
        rowKey={({ observedOn }) => observedOn}
      />
    </section>
  );
}
