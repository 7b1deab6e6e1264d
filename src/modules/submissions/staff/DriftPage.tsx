import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Checkbox } from '@mantine/core';
import { IconPencilPlus } from '@tabler/icons-react';
import { useContext } from 'react';
import { determineMonthDays } from '#platform/periods.rules.ts';
import { useMine } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { RegistersContext } from '#web/api/registers.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { FigureChip } from '#web/ui/FigureChip.tsx';
import { FilterBar, FilterChip } from '#web/ui/FilterBar.tsx';
import { formatMonth, formatNumber } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import { useIndicatorWords, useLanguage, useSay } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { type DriftLine, listDrift } from '../submissions.contract.ts';
import { CorrectDriftDialog } from './CorrectDriftDialog.tsx';
import classes from './DriftPage.module.css';

const route = getRouteApi('/staff/drift');

/** Where registers moved away from what was approved: by unit and month, with the way to the records, corrected in one step. */
export function DriftPage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const drift = useApi(listDrift, { query: { unit: place?.unit.id } }, { enabled: place !== undefined });
  return (
    <>
      <PageTitle title={t('submissions.drift.title')} note={t('submissions.drift.note')} />
      <Answered of={drift}>{({ items }) => <Lines items={items} />}</Answered>
    </>
  );
}

function Lines({ items }: { items: DriftLine[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const registers = useContext(RegistersContext).filter(({ name }) =>
    items.some((one) => one.indicator.register === name),
  );
  if (items.length === 0)
    return <EmptyState title={t('submissions.drift.none')}>{t('submissions.drift.noneText')}</EmptyState>;
  const change = (part: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const units = [...new Map(items.map((one) => [one.unit.id, one.unit])).values()];
  const months = [...new Set(items.map((one) => one.month))].toSorted().toReversed();
  const shown = items.filter(
    (one) =>
      (search.unit === undefined || one.unit.id === search.unit) &&
      (search.month === undefined || one.month === search.month) &&
      (search.register === undefined || one.indicator.register === search.register),
  );
  const byUnit = Map.groupBy(shown, (one) => one.unit.id);
  return (
    <div className={classes.parts}>
      <FilterBar
        anyChosen={search.unit !== undefined || search.month !== undefined || search.register !== undefined}
        onClear={() => change({ unit: undefined, month: undefined, register: undefined })}
      >
        {units.length > 1 || search.unit !== undefined ? (
          <FilterChip
            label={t('submissions.drift.unit')}
            value={search.unit === undefined ? undefined : String(search.unit)}
            options={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
            onChange={(unit) => change({ unit: unit === undefined ? undefined : Number(unit) })}
          />
        ) : null}
        <FilterChip
          label={t('submissions.drift.month')}
          value={search.month}
          options={months.map((month) => ({ value: month, label: formatMonth(month) }))}
          onChange={(month) => change({ month })}
        />
        <FilterChip
          label={t('submissions.drift.register')}
          value={search.register}
          options={registers.map((register) => ({ value: register.name, label: say(register.label) }))}
          onChange={(register) => change({ register })}
        />
      </FilterBar>
      {shown.length === 0 ? (
        <EmptyState title={t('submissions.drift.noneChosen')}>{t('submissions.drift.noneChosenText')}</EmptyState>
      ) : (
        [...byUnit.values()].map((lines) => <UnitDrift key={lines[0]!.unit.id} lines={lines} />)
      )}
    </div>
  );
}

/** As many months go up in one act. */
const mostMonths = 36;

/** The months of one unit; several are corrected at once where they are chosen. */
function UnitDrift({ lines }: { lines: DriftLine[] }) {
  const { t } = useTranslation();
  const { unit, correctable } = lines[0]!;
  const byMonth = Map.groupBy(lines, (one) => one.month);
  const free = [...byMonth].filter(([, [first]]) => first!.state === 'approved').map(([month]) => month);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const chosen = free.filter((month) => !left.has(month)).slice(0, mostMonths);
  const toggle = (month: string): void =>
    setLeft((before) => new Set(before.has(month) ? [...before].filter((one) => one !== month) : [...before, month]));
  return (
    <section aria-label={unit.name} className={classes.unit}>
      <div className={classes.unitHead}>
        <h2>{unit.name}</h2>
        {correctable && free.length > 0 ? (
          <Button
            leftSection={<IconPencilPlus size={18} aria-hidden />}
            disabled={chosen.length === 0}
            onClick={() => setAsking(true)}
            data-print="no"
          >
            {free.length === 1 ? t('submissions.drift.act') : t('submissions.drift.actMany', { count: chosen.length })}
          </Button>
        ) : null}
        {correctable ? null : <p className="by-quiet by-small">{t('submissions.drift.superior')}</p>}
      </div>
      {[...byMonth].map(([month, those]) => (
        <MonthDrift
          key={month}
          lines={those}
          chosen={correctable && free.length > 1 && free.includes(month) ? !left.has(month) : undefined}
          onToggle={() => toggle(month)}
        />
      ))}
      {asking ? <CorrectDriftDialog unit={unit} months={chosen} onClose={() => setAsking(false)} /> : null}
    </section>
  );
}

/** chosen undefined = nothing to choose here. */
function MonthDrift(props: { lines: DriftLine[]; chosen: boolean | undefined; onToggle: () => void }) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const { nameOf, unitOf } = useIndicatorWords();
  const registers = useContext(RegistersContext);
  const { lines, chosen, onToggle } = props;
  const { unit, month, state } = lines[0]!;
  const title = t('submissions.drift.monthOf', { month: formatMonth(month) });
  const columns: Column<DriftLine>[] = [
    {
      key: 'indicator',
      title: t('submissions.drift.indicator'),
      phone: 'title',
      width: '46%',
      render: ({ indicator }) => (
        <>
          {nameOf(indicator)} <span className="by-quiet">({unitOf(indicator)})</span>
        </>
      ),
    },
    {
      key: 'register',
      title: t('submissions.drift.inRegister'),
      numeric: true,
      phone: 'third',
      width: '12%',
      render: (line) => <strong>{formatNumber(line.register, language)}</strong>,
    },
    {
      key: 'submitted',
      title: t('submissions.drift.submitted'),
      numeric: true,
      phone: 'third',
      width: '14%',
      render: ({ indicator, submitted }) => (
        <FigureChip
          name={nameOf(indicator)}
          value={submitted}
          measureUnit=""
          address={{ indicatorCode: indicator.code, unit: `#${unit.id}`, from: month, to: month, view: 'then' }}
        />
      ),
    },
    {
      key: 'open',
      title: t('submissions.drift.register'),
      phone: 'bare',
      render: ({ indicator }) => {
        const register = registers.find((one) => one.name === indicator.register);
        const { from, to } = determineMonthDays(month);
        // A stock is made of all records until the last day.
        const days = indicator.periodRule === 'end' ? { to } : { from, to };
        return register ? (
          <Link
            to="/registers/$register"
            params={{ register: register.name }}
            search={{ unit: String(unit.id), ...days }}
            data-print="no"
          >
            {say(register.label)}
          </Link>
        ) : null;
      },
    },
  ];
  return (
    <div className={classes.month}>
      <div className={classes.monthHead}>
        {chosen === undefined ? (
          <h3>{title}</h3>
        ) : (
          <Checkbox
            checked={chosen}
            onChange={onToggle}
            label={<strong>{title}</strong>}
            aria-label={t('submissions.drift.choose', { month: formatMonth(month), unit: unit.name })}
          />
        )}
        {state === 'open' || state === 'returned' || state === 'submitted' ? (
          <Mark tone="info">{t(`submissions.drift.state.${state}`)}</Mark>
        ) : null}
        <Link to="/period" search={{ unit: unit.id, month }} data-print="no">
          {t('submissions.drift.openPeriod')}
        </Link>
      </div>
      <DataTable
        caption={`${unit.name}, ${title}`}
        columns={columns}
        rows={lines}
        rowKey={(one) => one.indicator.code}
      />
    </div>
  );
}
