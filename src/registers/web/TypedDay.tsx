import { ActionIcon, Popover, TextInput } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useDisclosure } from '@mantine/hooks';
import { IconCalendar } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDay } from '#platform/periods.rules.ts';
import { formatDay, parseDay } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';

/**
 * A day for quick entry by keyboard: nothing opens by itself, and what is no day stays as it was typed, so that the
 * server can say what is wrong with it. The value is YYYY-MM-DD, that text, or ''.
 */
export function TypedDay(props: {
  label: ReactNode;
  description: ReactNode;
  error: ReactNode;
  required: boolean;
  isFirst: boolean;
  value: string;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, calendar] = useDisclosure(false);
  const { value, onChange } = props;
  const day = isDay(value) ? value : null;
  return (
    <TextInput
      label={props.label}
      description={props.description}
      error={props.error}
      required={props.required}
      data-autofocus={props.isFirst ? true : undefined}
      placeholder={t('ui.dayHint')}
      autoComplete="off"
      maxLength={20}
      value={typed ?? (day === null ? value : formatDay(day))}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(parseDay(text) ?? text.trim());
      }}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => setTyped(null)}
      rightSection={
        <Popover
          opened={isOpen}
          onChange={calendar.close}
          position="bottom-end"
          shadow="md"
          trapFocus
          returnFocus
          withinPortal
        >
          <Popover.Target>
            <ActionIcon
              variant="subtle"
              aria-label={t('registers.form.calendar')}
              aria-haspopup="dialog"
              onClick={calendar.toggle}
            >
              <IconCalendar size={18} stroke={1.75} aria-hidden />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <DatePicker
              value={day}
              {...(day === null ? {} : { defaultDate: day })}
              locale={language}
              firstDayOfWeek={1}
              previousLabel={t('month.previous')}
              nextLabel={t('month.next')}
              onChange={(chosen) => {
                onChange(chosen ?? '');
                calendar.close();
              }}
            />
          </Popover.Dropdown>
        </Popover>
      }
    />
  );
}
