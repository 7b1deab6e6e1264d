import { ActionIcon, Button, Popover, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendar, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthDays } from '#platform/periods.rules.ts';
import { formatDays, formatMonth } from './format.ts';
import classes from './MonthPicker.module.css';

const earliest = '2000-01';

type Choice = { value: string; onChange: (month: string) => void; min?: string; max?: string };

/** An administrative month and the days that it holds: Tháng 11/2026 15/10–14/11/2026. steps: arrows to its neighbours. */
export function MonthPicker(props: Choice & { label: string; steps?: boolean; short?: boolean }) {
  const { t } = useTranslation();
  const labelId = useId();
  const [opened, { close, toggle }] = useDisclosure(false);
  const { value, onChange, min = earliest, max = '2100-12' } = props;
  const { from, to } = determineMonthDays(value);
  return (
    <div className={classes.picker}>
      <span id={labelId} className={classes.label}>
        {props.label}
      </span>
      <div className={classes.row}>
        {props.steps ? (
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('month.previous')}
            disabled={value <= min}
            onClick={() => onChange(addMonths(value, -1))}
          >
            <IconChevronLeft size={18} aria-hidden />
          </ActionIcon>
        ) : null}
        <Popover opened={opened} onChange={close} position="bottom-start" shadow="md" trapFocus returnFocus>
          <Popover.Target>
            <Button
              variant="default"
              classNames={{ root: classes.button, label: classes.buttonLabel }}
              leftSection={<IconCalendar size={18} stroke={1.75} aria-hidden />}
              onClick={toggle}
              aria-labelledby={`${labelId} ${labelId}-value`}
              aria-haspopup="dialog"
            >
              <span id={`${labelId}-value`} className="by-number">
                {t('month.name', { month: formatMonth(value) })}
                {props.short ? null : <span className={classes.days}> {formatDays(from, to)}</span>}
              </span>
            </Button>
          </Popover.Target>
          <Popover.Dropdown aria-label={props.label}>
            <Months
              value={value}
              min={min}
              max={max}
              onChange={(month) => {
                onChange(month);
                close();
              }}
            />
          </Popover.Dropdown>
        </Popover>
        {props.steps ? (
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t('month.next')}
            disabled={value >= max}
            onClick={() => onChange(addMonths(value, 1))}
          >
            <IconChevronRight size={18} aria-hidden />
          </ActionIcon>
        ) : null}
      </div>
    </div>
  );
}

function Months({ value, onChange, min = earliest, max = '2100-12' }: Choice) {
  const { t } = useTranslation();
  const [year, setYear] = useState(Number(value.slice(0, 4)));
  return (
    <div className={classes.months}>
      <div className={classes.year}>
        <ActionIcon
          variant="subtle"
          aria-label={t('month.previousYear')}
          disabled={`${year}-01` <= min}
          onClick={() => setYear(year - 1)}
        >
          <IconChevronLeft size={18} aria-hidden />
        </ActionIcon>
        <strong aria-live="polite">{t('month.year', { year })}</strong>
        <ActionIcon
          variant="subtle"
          aria-label={t('month.nextYear')}
          disabled={`${year}-12` >= max}
          onClick={() => setYear(year + 1)}
        >
          <IconChevronRight size={18} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.grid}>
        {Array.from({ length: 12 }, (_, index) => {
          const month = `${year}-${String(index + 1).padStart(2, '0')}`;
          const days = determineMonthDays(month);
          return (
            <UnstyledButton
              key={month}
              className={classes.month}
              aria-pressed={month === value}
              disabled={month < min || month > max}
              onClick={() => onChange(month)}
            >
              <span>{t('month.short', { month: index + 1 })}</span>
              <span className={classes.days}>{`${dayAndMonth(days.from)}–${dayAndMonth(days.to)}`}</span>
            </UnstyledButton>
          );
        })}
      </div>
    </div>
  );
}

function dayAndMonth(day: string): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}`;
}

/** First and last month of a span; choosing one that would turn the span round moves the other with it. */
export function MonthRange(props: {
  from: string;
  to: string;
  onChange: (span: { from: string; to: string }) => void;
  max?: string;
}) {
  const { t } = useTranslation();
  const { from, to, onChange, max } = props;
  return (
    <>
      <MonthPicker
        label={t('month.from')}
        short
        value={from}
        max={max}
        onChange={(month) => onChange({ from: month, to: month > to ? month : to })}
      />
      <MonthPicker
        label={t('month.to')}
        short
        value={to}
        max={max}
        onChange={(month) => onChange({ from: month < from ? month : from, to: month })}
      />
    </>
  );
}
