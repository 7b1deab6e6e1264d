import { MultiSelect, NativeSelect, SegmentedControl } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { useMine } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { BasisLine } from '#web/ui/BasisLine.tsx';
import { DataTable } from '#web/ui/DataTable.tsx';
import { DayInput } from '#web/ui/DayInput.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { FigureChip } from '#web/ui/FigureChip.tsx';
import { foldText, formatDays, formatInstant, formatNumber, formatValue } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { type Indicator, listIndicators } from '../figures.contract.ts';
import {
  type Calendar,
  getWindowFigures,
  listCalendars,
  type WindowAnswer,
  type WindowFigure,
} from '../windows.contract.ts';
import classes from './WindowFiguresPage.module.css';

const route = getRouteApi('/staff/window-figures');
const ownDays = 'own';
const most = 30;

/** Figures of a unit over the year of any calendar, or any days: counted from records, or said not to be known. */
export function WindowFiguresPage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const search = route.useSearch();
  const indicators = useApi(listIndicators, {}).data?.items ?? [];
  const calendars = useApi(listCalendars, {}).data?.items ?? [];
  const asked = useAsked();
  const calendar = calendars.find((one) => one.code === asked.calendar);
  const isComplete =
    search.indicators !== undefined &&
    asked.unit !== undefined &&
    (asked.calendar === ownDays ? search.fromDay !== undefined && search.toDay !== undefined : calendar !== undefined);
  const query = {
    unit: asked.unit ?? '',
    view: asked.view,
    indicators: search.indicators ?? '',
    ...(asked.calendar === ownDays
      ? { fromDay: search.fromDay, toDay: search.toDay }
      : {
          calendar: asked.calendar,
          year: String(asked.year),
          ...(calendar?.unit === 'month' && { month: String(asked.month) }),
        }),
  };
  const answer = useApi(getWindowFigures, { query }, { enabled: isComplete });
  return (
    <>
      <PageTitle title={t('figures.window.title')} note={t('figures.window.note')} />
      <QuestionFields
        calendars={calendars}
        calendar={calendar}
        indicators={indicators}
        unitName={
          (isComplete ? answer.data?.unit.name : undefined) ?? (search.unit === undefined ? place?.unit.nameVi : '')
        }
      />
      {isComplete ? (
        <Answered of={answer}>
          {(found) => <Found answer={found} indicators={indicators} calendar={calendar} />}
        </Answered>
      ) : (
        <EmptyState title={t('figures.window.start')}>{t('figures.window.startHint')}</EmptyState>
      )}
    </>
  );
}

/** What the address asks, with what it leaves out. */
function useAsked() {
  const { place } = useMine();
  const search = route.useSearch();
  const [year, month] = determineMonthOf(vietnamDay(new Date())).split('-').map(Number);
  return {
    unit: search.unit ?? (place && `#${place.unit.id}`),
    calendar: search.calendar ?? 'residential_area_year',
    year: search.year ?? year!,
    month: search.month ?? month!,
    view: search.view ?? ('today' as const),
  };
}

function QuestionFields(props: {
  calendars: Calendar[];
  calendar: Calendar | undefined;
  indicators: Indicator[];
  unitName: string | undefined;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const viewId = useId();
  const { nameOf } = useIndicatorWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const asked = useAsked();
  const change = (part: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const thisYear = Number(vietnamDay(new Date()).slice(0, 4));
  const years = Array.from({ length: 20 }, (_, index) => String(thisYear + 1 - index));
  return (
    <>
      <div className={classes.question} role="group" aria-label={t('figures.window.title')}>
        <UnitPicker
          label={t('figures.window.unit')}
          value={props.unitName ? { nameVi: props.unitName } : null}
          onChange={(unit) => unit && change({ unit: `#${unit.id}` })}
        />
        <NativeSelect
          label={t('figures.window.calendar')}
          value={asked.calendar}
          onChange={(event) => change({ calendar: event.currentTarget.value })}
          data={[
            ...props.calendars.map((one) => ({ value: one.code, label: language === 'en' ? one.nameEn : one.nameVi })),
            { value: ownDays, label: t('figures.window.ownDays') },
          ]}
        />
        {asked.calendar === ownDays ? (
          <>
            <DayInput
              label={t('figures.window.fromDay')}
              value={search.fromDay ?? null}
              onChange={(day) => change({ fromDay: day ?? undefined })}
            />
            <DayInput
              label={t('figures.window.toDay')}
              value={search.toDay ?? null}
              {...(search.fromDay ? { min: search.fromDay } : {})}
              onChange={(day) => change({ toDay: day ?? undefined })}
            />
          </>
        ) : (
          <>
            {props.calendar?.unit === 'month' ? (
              <NativeSelect
                label={t('figures.window.month')}
                value={String(asked.month)}
                onChange={(event) => change({ month: Number(event.currentTarget.value) })}
                data={Array.from({ length: 12 }, (_, index) => String(index + 1))}
              />
            ) : null}
            <NativeSelect
              label={t('figures.window.year')}
              value={String(asked.year)}
              onChange={(event) => change({ year: Number(event.currentTarget.value) })}
              data={years.includes(String(asked.year)) ? years : [String(asked.year), ...years]}
            />
          </>
        )}
        <div>
          <span id={viewId} className={classes.label}>
            {t('figures.window.view')}
          </span>
          <SegmentedControl
            fullWidth
            aria-labelledby={viewId}
            value={asked.view}
            onChange={(view) => change({ view })}
            data={(['today', 'then'] as const).map((value) => ({ value, label: t(`figures.window.views.${value}`) }))}
          />
        </div>
      </div>
      <MultiSelect
        label={t('figures.window.indicators')}
        placeholder={search.indicators === undefined ? t('figures.window.indicatorsHint') : ''}
        searchable
        maxValues={most}
        hidePickedOptions
        maxDropdownHeight={320}
        comboboxProps={{ withinPortal: false }}
        mb="md"
        value={search.indicators?.split(',') ?? []}
        onChange={(codes) => change({ indicators: codes.length === 0 ? undefined : codes.join(',') })}
        filter={({ options, search: typed }) =>
          options.filter((option) => 'label' in option && foldText(option.label).includes(foldText(typed.trim())))
        }
        data={props.indicators.map((one) => ({ value: one.code, label: `${one.code} · ${nameOf(one)}` }))}
      />
    </>
  );
}

function Found(props: { answer: WindowAnswer; indicators: Indicator[]; calendar: Calendar | undefined }) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const { answer } = props;
  const byCode = new Map(props.indicators.map((one) => [one.code, one]));
  return (
    <>
      <DataTable
        caption={t('figures.window.title')}
        rows={answer.figures.flatMap((figure) => {
          const indicator = byCode.get(figure.indicatorCode);
          return indicator ? [{ figure, indicator }] : [];
        })}
        rowKey={({ figure }) => figure.indicatorCode}
        columns={[
          {
            key: 'indicator',
            title: t('figures.window.indicators'),
            phone: 'title',
            width: '32%',
            render: ({ indicator }) => (
              <Link to="/indicators/$code" params={{ code: indicator.code }}>
                {nameOf(indicator)}
              </Link>
            ),
          },
          {
            key: 'value',
            title: t('figures.window.value'),
            numeric: true,
            render: (row) => <Value {...row} answer={answer} />,
          },
          {
            key: 'basis',
            title: t('figures.window.basis'),
            render: ({ figure }) => <Basis figure={figure} />,
          },
          {
            key: 'notes',
            title: t('figures.window.notes'),
            width: '34%',
            render: ({ figure }) =>
              figure.notes.length === 0 ? '–' : figure.notes.map((note) => <div key={note.text}>{note.text}</div>),
          },
        ]}
      />
      {answer.notes.length > 0 ? (
        <section aria-labelledby="about" className={classes.notes}>
          <h2 id="about">{t('figures.window.about')}</h2>
          <ul>
            {answer.notes.map((note) => (
              <li key={note.text}>{note.text}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {answer.figures.every((figure) => figure.basis === 'months') ? (
        <BasisLine
          fromDay={answer.fromDay}
          toDay={answer.toDay}
          view={answer.view}
          asKnownOn={null}
          answeredAt={answer.answeredAt}
        />
      ) : (
        <p className="by-quiet by-small">
          {[
            formatDays(answer.fromDay, answer.toDay),
            t(`view.${answer.view}`),
            t('figures.window.asOf', { at: formatInstant(answer.answeredAt) }),
          ].join(' · ')}
        </p>
      )}
      {props.calendar ? (
        <p className="by-quiet by-small">{t('figures.window.source', { source: props.calendar.source })}</p>
      ) : null}
    </>
  );
}

function Value(props: { figure: WindowFigure; indicator: Indicator; answer: WindowAnswer }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nameOf, unitOf } = useIndicatorWords();
  const { figure, indicator, answer } = props;
  if (figure.basis === 'months') {
    const months = { from: determineMonthOf(answer.fromDay), to: determineMonthOf(answer.toDay) };
    return (
      <FigureChip
        name={nameOf(indicator)}
        value={figure.value}
        measureUnit={unitOf(indicator)}
        address={{ unit: `#${answer.unit.id}`, ...months, view: answer.view, indicatorCode: indicator.code }}
      />
    );
  }
  if (figure.value === null) return <span className="by-quiet">{t('figures.window.unknown')}</span>;
  return <strong>{formatValue(figure.value, unitOf(indicator), language)}</strong>;
}

function Basis({ figure }: { figure: WindowFigure }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { units, coverage } = figure;
  const write = (number: number): string => formatNumber(number, language);
  return (
    <>
      {t(`figures.window.bases.${figure.basis}`)}
      {units ? (
        <div className="by-quiet by-small">
          {t('figures.window.units', { counted: write(units.counted), expected: write(units.expected) })}
        </div>
      ) : null}
      {coverage ? (
        <div className="by-quiet by-small">
          {t('figures.window.reported', { reported: write(coverage.reported), obliged: write(coverage.obliged) })}
        </div>
      ) : null}
    </>
  );
}
