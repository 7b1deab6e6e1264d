import { Button, Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './FilterBar.module.css';

/** A row of filters above a list; what is chosen stands in each chip, and all can be cleared at once. */
export function FilterBar(props: { children: ReactNode; anyChosen: boolean; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar} role="group" aria-label={t('ui.filters')} data-print="no">
      {props.children}
      {props.anyChosen ? (
        <Button variant="subtle" size="compact-sm" onClick={props.onClear}>
          {t('ui.clearFilters')}
        </Button>
      ) : null}
    </div>
  );
}

/** A filter of a few values: "Trạng thái", or "Trạng thái: Đã nộp" once one is chosen. */
export function FilterChip(props: {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}) {
  const { t } = useTranslation();
  const chosen = props.options.find((option) => option.value === props.value);
  return (
    <span className={classes.chip} data-chosen={chosen ? true : undefined}>
      <Menu position="bottom-start" withinPortal={false}>
        <Menu.Target>
          <UnstyledButton className={classes.open}>
            <span>{chosen ? `${props.label}: ${chosen.label}` : props.label}</span>
            {chosen ? null : <IconChevronDown size={16} aria-hidden />}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
          {props.options.map((option) => (
            <Menu.Item
              key={option.value}
              onClick={() => props.onChange(option.value)}
              rightSection={option === chosen ? <IconCheck size={16} aria-hidden /> : null}
            >
              {option.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {chosen ? (
        <UnstyledButton
          className={classes.clear}
          aria-label={t('ui.clear', { what: props.label })}
          onClick={() => props.onChange(undefined)}
        >
          <IconX size={16} aria-hidden />
        </UnstyledButton>
      ) : null}
    </span>
  );
}
