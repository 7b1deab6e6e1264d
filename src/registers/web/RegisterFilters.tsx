import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterBar, FilterChip } from '#web/ui/FilterBar.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import { type ChoiceField, labelOfDate, listChoices, type Register, type UnitRef } from '../declaration.ts';
import { listFilterNames, readCodes, type RegisterAddress } from './register-address.ts';
import { SpanFilter } from './SpanFilter.tsx';
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
  const choices = listChoicesByUse(register);
  const isUsual = (name: string): boolean => !isNarrow && register.listFields.includes(name);
  const shown = choices.filter(([name]) => showsAll || isUsual(name) || address[name] !== undefined);
  return (
    <div data-print="no">
      {props.withUnits || register.titleField !== undefined ? (
        <div className={classes.finders}>
          {register.titleField === undefined ? null : (
            <TextFilter label={say(register.fields[register.titleField]!.label)} {...{ address, onChange }} />
          )}
          {props.withUnits ? (
            <UnitPicker
              label={t('registers.unit')}
              value={props.unit && { nameVi: props.unit.name }}
              clearable
              onChange={(unit) => onChange({ unit: unit ? String(unit.id) : undefined })}
            />
          ) : null}
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
          <ChoiceFilter key={name} {...{ name, field, address, onChange }} />
        ))}
        {shown.length < choices.length ? (
          <Button variant="subtle" size="compact-sm" onClick={all.open}>
            {t('registers.moreFilters')}
          </Button>
        ) : null}
      </FilterBar>
    </div>
  );
}

/** Those that the list shows first, since they are filtered by most. */
function listChoicesByUse(register: Register): [string, ChoiceField][] {
  const choices = listChoices(register);
  const isListed = ([name]: [string, ChoiceField]): boolean => register.listFields.includes(name);
  return [...choices.filter(isListed), ...choices.filter((choice) => !isListed(choice))];
}

/** One code, or several that a link from a figure asks for. */
function ChoiceFilter({ name, field, address, onChange }: Parts & { name: string; field: ChoiceField }) {
  const say = useSay();
  const codes = readCodes(field, address[name]);
  const options = Object.entries(field.options).map(([value, words]) => ({ value, label: say(words) }));
  const several =
    codes.length > 1
      ? [{ value: codes.join(','), label: codes.map((code) => say(field.options[code]!)).join(', ') }]
      : [];
  return (
    <FilterChip
      label={say(field.label)}
      value={codes.length === 0 ? undefined : codes.join(',')}
      options={[...several, ...options]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
}

const pauseMilliseconds = 300;

/** Records by a part of their name; asked when the typing pauses. */
function TextFilter({ label, address, onChange }: Parts & { label: string }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(address.text ?? '');
  const [known, setKnown] = useState(address.text);
  // Filters are also cleared elsewhere, and Back changes them.
  if (known !== address.text) {
    setKnown(address.text);
    if ((address.text ?? '') !== typed.trim()) setTyped(address.text ?? '');
  }
  const ask = useDebouncedCallback((text: string) => onChange({ text: text.trim() || undefined }), pauseMilliseconds);
  return (
    <TextInput
      label={label}
      placeholder={t('registers.filter.textHint')}
      leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
      autoComplete="off"
      maxLength={100}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
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
      options={others.map(([value, field]) => ({ value, label: say(labelOfDate(register, field)) }))}
      onChange={(event) => onChange({ event })}
    />
  );
}
