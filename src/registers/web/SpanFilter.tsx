import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthDays, determineMonthOf, isDay, vietnamDay } from '#platform/periods.rules.ts';
import { DayInput } from '#web/ui/DayInput.tsx';
import { FilterChip } from '#web/ui/FilterBar.tsx';
import { formatDay, formatDays, formatMonth } from '#web/ui/format.ts';
import type { RegisterAddress } from './register-address.ts';
import classes from './registers.module.css';

const monthsBack = 12;

/** A month, a year of the office (15 Dec – 14 Dec), or days of one's own. */
export function SpanFilter(props: { address: RegisterAddress; onChange: (change: RegisterAddress) => void }) {
  const { address, onChange } = props;
  const { t } = useTranslation();
  const [isCustom, setCustom] = useState(false);
  const from = readDay(address.from);
  const to = readDay(address.to);
  const months = useSpans();
  const written = `${from ?? ''}..${to ?? ''}`;
  const known = months.some((span) => span.value === written);
  const asksDays = isCustom || (!known && written !== '..');
  const customLabel =
    from && to
      ? formatDays(from, to)
      : from
        ? t('registers.filter.since', { day: formatDay(from) })
        : to
          ? t('registers.filter.until', { day: formatDay(to) })
          : t('registers.filter.custom');
  return (
    <>
      <FilterChip
        label={t('registers.filter.span')}
        value={asksDays ? 'custom' : written}
        options={[...months, { value: 'custom', label: asksDays ? customLabel : t('registers.filter.custom') }]}
        onChange={(value) => {
          setCustom(value === 'custom');
          const [first, last] = value === 'custom' ? [from, to] : (value ?? '..').split('..');
          onChange({ from: first || undefined, to: last || undefined });
        }}
      />
      {asksDays ? (
        <div className={classes.days}>
          <DayInput
            label={t('registers.filter.from')}
            value={from ?? null}
            clearable
            onChange={(day) => onChange({ from: day ?? undefined })}
          />
          <DayInput
            label={t('registers.filter.to')}
            value={to ?? null}
            clearable
            onChange={(day) => onChange({ to: day ?? undefined })}
          />
        </div>
      ) : null}
    </>
  );
}

function readDay(text: string | undefined): string | undefined {
  return text !== undefined && isDay(text) ? text : undefined;
}

function useSpans(): { value: string; label: string }[] {
  const { t } = useTranslation();
  const [current] = useState(() => determineMonthOf(vietnamDay(new Date())));
  const months = Array.from({ length: monthsBack }, (_, back) => {
    const month = addMonths(current, -back);
    const { from, to } = determineMonthDays(month);
    return { from, to, label: t('registers.filter.month', { month: formatMonth(month), days: formatDays(from, to) }) };
  });
  const years = [0, 1, 2].map((back) => {
    const year = Number(current.slice(0, 4)) - back;
    const span = { from: `${year - 1}-12-15`, to: `${year}-12-14` };
    return { ...span, label: t('registers.filter.year', { year, days: formatDays(span.from, span.to) }) };
  });
  return [...months, ...years].map(({ from, to, label }) => ({ value: `${from}..${to}`, label }));
}
