import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUser } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '#web/api/query.ts';
import { listPeople, type PersonLine } from '../people.contract.ts';
import classes from './people.module.css';
import { useNameOf } from './useNames.ts';

/** Finds a person of my place by some letters of the name; accounts that are locked are left out. */
export function PersonPicker(props: {
  label: string;
  description?: ReactNode;
  value: PersonLine | null;
  onChange: (person: PersonLine | null) => void;
  /** Whom not to offer. */
  exceptId: string;
  error?: ReactNode;
}) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState<string | null>(null);
  const [asked] = useDebouncedValue(typed?.trim() ?? '', 200);
  const people = useApi(listPeople, { query: { text: asked, limit: 20 } }, { enabled: typed !== null });
  const found = people.data?.items.filter((person) => person.id !== props.exceptId && person.state !== 'disabled');
  return (
    <Combobox
      store={combobox}
      position="bottom-start"
      onOptionSubmit={(id) => {
        props.onChange(found?.find((person) => person.id === id) ?? null);
        setTyped(null);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target>
        <TextInput
          label={props.label}
          description={props.description}
          error={props.error}
          required
          leftSection={<IconUser size={18} stroke={1.75} aria-hidden />}
          rightSection={people.isFetching && typed !== null ? <Loader size={16} /> : null}
          value={typed ?? props.value?.displayName ?? ''}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => {
            setTyped(null);
            combobox.closeDropdown();
          }}
          autoComplete="off"
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={typed === null}>
        <Combobox.Options mah={280} style={{ overflowY: 'auto' }} aria-label={props.label}>
          {(found ?? []).map((person) => (
            <Combobox.Option key={person.id} value={person.id}>
              <span className={classes.person}>
                <span>{person.displayName}</span>
                <span className="by-quiet by-small">
                  {[
                    person.signInName,
                    ...person.posts.map((post) => `${nameOf(post.role)}, ${nameOf(post.unit)}`),
                  ].join(' · ')}
                </span>
              </span>
            </Combobox.Option>
          ))}
          {found?.length === 0 ? <Combobox.Empty>{t('accounts.post.noPerson')}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
