import { CloseButton, Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What a picker says and how it looks, whatever it finds. */
export type PickerLook = {
  label: ReactNode;
  description?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  disabled?: boolean;
};

/**
 * A field that finds one thing among many by some letters: opens by typing, a click or the arrow down. shown = what is
 * chosen now; onSearch is told the text while the list is open, and undefined when it closes.
 */
export function SearchPicker<Found>(
  props: PickerLook & {
    shown: string;
    placeholder: string;
    icon?: ReactNode;
    found: Found[] | undefined;
    /** What was found is not the answer to the text yet. */
    busy: boolean;
    idOf: (found: Found) => string;
    render: (found: Found) => ReactNode;
    /** Heading under which neighbours stand together. */
    groupOf?: (found: Found) => string;
    /** Said where nothing fits. */
    nothing: ReactNode;
    onSearch: (text: string | undefined) => void;
    onChoose: (found: Found) => void;
    /** Empties the field; absent = it cannot be emptied, or is empty. */
    onClear?: (() => void) | undefined;
  },
) {
  const { t } = useTranslation();
  const { found, busy, idOf } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const end = (): void => {
    setTyped(null);
    props.onSearch(undefined);
  };
  const combobox = useCombobox({
    onDropdownOpen: () => props.onSearch(typed ?? ''),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      end();
    },
  });
  const { selectFirstOption } = combobox;
  const answer = typed && !busy ? found?.map(idOf).join(' ') : undefined;
  // Once there is the answer to what was typed, Enter takes the first.
  useEffect(() => {
    if (answer) selectFirstOption();
  }, [answer, selectFirstOption]);
  const name = typeof props.label === 'string' ? props.label : undefined;
  const clear = props.onClear ? (
    <CloseButton
      size="sm"
      aria-label={t('ui.clear', { what: name })}
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onClear}
    />
  ) : null;
  return (
    <Combobox
      withinPortal={false}
      store={combobox}
      onOptionSubmit={(id) => {
        const chosen = found?.find((one) => idOf(one) === id);
        combobox.closeDropdown();
        if (chosen !== undefined) props.onChoose(chosen);
      }}
      position="bottom-start"
      width="target"
      styles={{ dropdown: { minWidth: 'min(300px, calc(100vw - 32px))' } }}
    >
      <Combobox.Target>
        <TextInput
          label={props.label}
          description={props.description}
          error={props.error}
          required={props.required ?? false}
          disabled={props.disabled ?? false}
          placeholder={props.placeholder}
          leftSection={props.icon}
          rightSection={busy ? <Loader size={16} /> : clear}
          value={typed ?? props.shown}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            // Opening asks for everything; what was typed or pasted counts last.
            combobox.openDropdown();
            props.onSearch(event.currentTarget.value);
            combobox.resetSelectedOption();
          }}
          onKeyDown={(event) => {
            // Neither something found for an earlier text nor the whole form is meant.
            if (event.key === 'Enter' && typed && busy) event.preventDefault();
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => combobox.closeDropdown()}
          autoComplete="off"
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={found === undefined}>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={name}>
          {toGroups(found ?? [], props.groupOf).map(([heading, members]) => {
            const options = members.map((one) => (
              <Combobox.Option key={idOf(one)} value={idOf(one)}>
                {props.render(one)}
              </Combobox.Option>
            ));
            return heading === '' ? (
              options
            ) : (
              <Combobox.Group key={heading} label={heading}>
                {options}
              </Combobox.Group>
            );
          })}
          {found?.length === 0 ? <Combobox.Empty>{props.nothing}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function toGroups<Found>(found: Found[], groupOf: ((found: Found) => string) | undefined): [string, Found[]][] {
  return groupOf === undefined ? [['', found]] : [...Map.groupBy(found, groupOf)];
}

/** The text of a search when the typing pauses, undefined while the list is closed; isTyping = there is a newer text. */
export function useSearchText() {
  const [text, search] = useState<string>();
  const [paused] = useDebouncedValue(text?.trim(), 200);
  return { asked: text === undefined ? undefined : paused, isTyping: paused !== text?.trim(), search };
}
