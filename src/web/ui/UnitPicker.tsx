import { CloseButton, Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingCommunity } from '@tabler/icons-react';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type UnitChoice, UnitName } from './UnitName.tsx';
import { useUnitName } from './useLanguage.ts';

export type { UnitChoice } from './UnitName.tsx';

type UnitSearch = (text: string, filter: { kind?: string; openOnly?: boolean }) => Promise<UnitChoice[]>;

/** The shell says how units are found. */
export const UnitSearchContext = createContext<UnitSearch | null>(null);

/**
 * Finds a unit by some letters of its old or new name or its code; diacritics do not matter. value needs only the name
 * to show, so that a page can start with the unit of its address.
 */
export function UnitPicker(props: {
  label: string;
  value: { nameVi: string; nameEn?: string | null } | null;
  onChange: (unit: UnitChoice | null) => void;
  kind?: string;
  /** Leaves former units out. */
  openOnly?: boolean;
  clearable?: boolean;
  required?: boolean;
  error?: ReactNode;
  description?: ReactNode;
  disabled?: boolean;
}) {
  const { t } = useTranslation();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const nameOf = useUnitName();
  const shownName = props.value ? nameOf(props.value) : '';
  const [typed, setTyped] = useState<string | null>(null);
  const { found, busy } = useFoundUnits(typed, props.kind, props.openOnly);
  const choose = (id: string): void => {
    const unit = found?.find((one) => String(one.id) === id);
    if (unit) props.onChange(unit);
    setTyped(null);
    combobox.closeDropdown();
  };
  const clear = (
    <CloseButton
      size="sm"
      aria-label={t('ui.clear', { what: props.label })}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => props.onChange(null)}
    />
  );
  return (
    <Combobox
      withinPortal={false}
      store={combobox}
      onOptionSubmit={choose}
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
          placeholder={t('unit.pickHint')}
          leftSection={<IconBuildingCommunity size={18} stroke={1.75} aria-hidden />}
          rightSection={busy ? <Loader size={16} /> : props.clearable && props.value ? clear : null}
          value={typed ?? shownName}
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
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={props.label}>
          {(found ?? []).map((unit) => (
            <Combobox.Option key={unit.id} value={String(unit.id)}>
              <UnitName unit={unit} />
            </Combobox.Option>
          ))}
          {found?.length === 0 ? <Combobox.Empty>{t('unit.pickNothing')}</Combobox.Empty> : null}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function useFoundUnits(typed: string | null, kind: string | undefined, openOnly: boolean | undefined) {
  const search = useContext(UnitSearchContext);
  const [asked] = useDebouncedValue(typed?.trim() ?? null, 200);
  const [found, setFound] = useState<UnitChoice[]>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (asked === null || !search) return undefined;
    let isWanted = true;
    setBusy(true);
    const filter = { ...(kind === undefined ? {} : { kind }), openOnly: openOnly ?? false };
    search(asked, filter)
      .then((units) => isWanted && setFound(units))
      .catch(() => isWanted && setFound([]))
      .finally(() => isWanted && setBusy(false));
    return () => {
      isWanted = false;
    };
  }, [asked, kind, openOnly, search]);
  return { found: typed === null ? undefined : found, busy: busy && typed !== null };
}
