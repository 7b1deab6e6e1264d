import { DateInput } from '@mantine/dates';
import { IconCalendar } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parseDay } from './format.ts';
import { useLanguage } from './useLanguage.ts';

/** A day, typed as dd/mm/yyyy (also 5/3/2026 and 05032026) or chosen; the value is YYYY-MM-DD. */
export function DayInput(props: {
  label: ReactNode;
  value: string | null;
  onChange: (day: string | null) => void;
  min?: string;
  max?: string;
  required?: boolean;
  disabled?: boolean;
  clearable?: boolean;
  placeholder?: string;
  description?: ReactNode;
  error?: ReactNode;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <DateInput
      label={props.label}
      description={props.description}
      error={props.error}
      value={props.value}
      onChange={props.onChange}
      minDate={props.min}
      maxDate={props.max}
      required={props.required}
      disabled={props.disabled}
      clearable={props.clearable ?? false}
      clearButtonProps={{ 'aria-label': t('ui.clearDay') }}
      valueFormat="DD/MM/YYYY"
      placeholder={props.placeholder ?? t('ui.dayHint')}
      dateParser={parseDay}
      locale={language}
      firstDayOfWeek={1}
      leftSection={<IconCalendar size={18} stroke={1.75} aria-hidden />}
      previousLabel={t('month.previous')}
      nextLabel={t('month.next')}
      popoverProps={{ shadow: 'md' }}
    />
  );
}
