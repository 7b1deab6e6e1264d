import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Field, Register, Value } from '#registers/declaration.ts';
import { toText } from '#registers/web/form-values.ts';
import { useRegister } from '#web/api/registers.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import type { Indicator } from '../figures.contract.ts';
import type { OpenedOwnFigure } from './OwnFigure.tsx';
import { readConditions } from './register-conditions.ts';
import classes from './FigureDrawer.module.css';

type Counted = OpenedOwnFigure['records'][number];

/** The records that a version counted, as they were then. */
export function CountedRecords({ own }: { own: OpenedOwnFigure }) {
  const { t } = useTranslation();
  const version = own.versions.find((one) => one.version === own.version);
  if (!version) return null;
  if (own.keys.length > 0) {
    return (
      <div className={classes.records}>
        <h3>{t('figures.own.keys')}</h3>
        <ul className={classes.keys}>
          {own.keys.map((key) => (
            <li key={key}>{key}</li>
          ))}
        </ul>
      </div>
    );
  }
  if (version.origin !== 'records') return <p className="by-quiet">{t('figures.own.typed')}</p>;
  if (version.recordCount === 0) return <p className="by-quiet">{t('figures.own.noRecords')}</p>;
  if (!own.recordsReadable) {
    return <p className="by-quiet">{t('figures.own.notReadable', { count: version.recordCount })}</p>;
  }
  return (
    <div className={classes.records}>
      <h3>{t('figures.own.records', { version: version.version })}</h3>
      <p className="by-quiet by-small">{t('figures.own.recordsHint')}</p>
      <RecordsTable own={own} />
    </div>
  );
}

function RecordsTable({ own }: { own: OpenedOwnFigure }) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const { records, indicator, names } = own;
  const register = useRegister(indicator.register);
  const shown = register ? listTellingFields(register, indicator) : [];
  const textOf = (field: Field, value: Value | undefined): string => toText(field, value, language, names) || '—';
  const columns: Column<Counted>[] = [
    ...shown.map(([name, field], index): Column<Counted> => ({
      key: name,
      title: say(field.label),
      numeric: field.type === 'number',
      ...(index === 0 ? { phone: 'title' as const } : {}),
      render: (record) => textOf(field, record.values[name]),
    })),
    {
      key: 'since',
      title: t('figures.own.since'),
      render: (record) =>
        record.changedSince ? <Mark tone="soon">{t('figures.own.changed')}</Mark> : t('figures.own.asCounted'),
    },
    {
      key: 'open',
      title: t('figures.own.record'),
      render: (record) =>
        register && (
          <Link to="/registers/$register" params={{ register: register.name }} search={{ record: record.id }}>
            {t('figures.own.open')}
          </Link>
        ),
    },
  ];
  return (
    <DataTable caption={t('figures.own.record')} columns={columns} rows={records} rowKey={(record) => record.id} />
  );
}

/** The fields that say why a record was counted: its name, its dates, and those that the indicator names. */
function listTellingFields(register: Register, indicator: Indicator): [string, Field][] {
  const { date, taken, choices } = readConditions(register, indicator);
  const telling = new Set([
    register.titleField,
    register.dateField,
    date.name,
    taken?.name,
    ...choices.map(({ name }) => name),
  ]);
  return Object.entries(register.fields).filter(([name]) => telling.has(name));
}
