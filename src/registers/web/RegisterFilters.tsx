import { Button } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthDays, determineMonthOf, isDay, vietnamDay } from '#platform/periods.rules.ts';
import { DayInput } from '#web/ui/DayInput.tsx';
import { FilterBar, FilterChip } from '#web/ui/FilterBar.tsx';
import { formatDay, formatDays, formatMonth } from '#web/ui/format.ts';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import { listChoices, type Register, type UnitRef } from '../declaration.ts';
import { listFilterNames, type RegisterAddress } from './register-address.ts';
import classes from './registers.module.css';

type Parts = { address: RegisterAddress; onChange: (change: RegisterAddress) => void };

/** The filters that follow from a declaration; what is chosen stands in the address. unit = asked for beside the own place. */
export function RegisterFilters(props: Parts & { register: Register; unit: UnitRef | null; withUnits: boolean }) {
  const { t } = useTranslation();
  const say = useSay();
  const { register, address, onChange } = props;
  const isNarrow = useMediaQuery('(max-width: 48em)');
  const [showsAll, all] = useDisclosure(false);
  const names = listFilterNames(register);
  const choices = listChoices(register);
  const shown = choices.filter(([name]) => !isNarrow || showsAll || address[name] !== undefined);
  return (
    <>
      {props.withUnits ? (
        <div className={classes.unit}>
          <UnitPicker
            label={t('registers.unit')}
            value={props.unit && { nameVi: props.unit.name }}
            clearable
            onChange={(unit) => onChange({ unit: unit ? String(unit.id) : undefined })}
          />
        </div>
      ) : null}
      <FilterBar
        anyChosen={names.some((name) => address[name] !== undefined)}
        onClear={() => onChange(Object.fromEntries(names.map((name) => [name, undefined])))}
      >
        <SpanFilter address={address} onChange={onChange} />
        <EventFilter register={register} address={address} onChange={onChange} />
        <FilterChip
          label={t('registers.filter.state')}
          value={address.state}
          options={[
            { value: 'void', label: t('registers.filter.void') },
            { value: 'all', label: t('registers.filter.all') },
          ]}
          onChange={(state) => onChange({ state })}
        />
        {shown.map(([name, field]) => (
          <FilterChip
            key={name}
            label={say(field.label)}
            value={address[name]}
            options={Object.entries(field.options).map(([value, words]) => ({ value, label: say(words) }))}
            onChange={(value) => onChange({ [name]: value })}
          />
        ))}
        {shown.length < choices.length ? (
          <Button variant="subtle" size="compact-md" onClick={all.open}>
            {t('registers.moreFilters')}
          </Button>
        ) : null}
      </FilterBar>
    </>
  );
}

/** Which day of a record the time is meant of, where there are several. */
function EventFilter({ register, address, onChange }: Parts & { register: Register }) {
  const { t } = useTranslation();
  const say = useSay();
  const others = Object.entries(register.events).filter(([, field]) => field !== register.dateField);
  const isAskable = address.from !== undefined || address.to !== undefined || address.event !== undefined;
  if (others.length === 0 || !isAskable) return null;
  return (
    <FilterChip
      label={t('registers.filter.event')}
      value={address.event}
      options={others.map(([value, field]) => ({ value, label: say(register.fields[field]!.label) }))}
      onChange={(event) => onChange({ event })}
    />
  );
}

const monthsBack = 12;

/** A month, a year of the office (15 Dec – 14 Dec), or days of one's own. */
function SpanFilter({ address, onChange }: Parts) {
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
