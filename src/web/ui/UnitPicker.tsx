import { IconBuildingCommunity, IconX } from '@tabler/icons-react';
import { UnstyledButton } from '@mantine/core';
import { createContext, useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PickerLook, SearchPicker, useSearchText } from './SearchPicker.tsx';
import { type UnitChoice, UnitName } from './UnitName.tsx';
import { useUnitName } from './useLanguage.ts';
import classes from './UnitPicker.module.css';

export type { UnitChoice } from './UnitName.tsx';

type UnitFilter = {
  kinds?: readonly string[] | undefined;
  /** What lies directly below this unit is told first. */
  near?: number | undefined;
  /** Leaves former units out. */
  openOnly?: boolean | undefined;
};

export type UnitSearch = (text: string, filter: UnitFilter) => Promise<UnitChoice[]>;

/** The shell says how units are found. */
export const UnitSearchContext = createContext<UnitSearch | null>(null);

/**
 * Finds a unit by some letters of its old or new name or its code; diacritics do not matter. value needs only the name
 * to show, so that a page can start with the unit of its address.
 */
export function UnitPicker(
  props: PickerLook &
    UnitFilter & {
      value: { nameVi: string; nameEn?: string | null } | null;
      onChange: (unit: UnitChoice | null) => void;
      clearable?: boolean;
    },
) {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const { value, onChange, clearable, kinds, near, openOnly, ...look } = props;
  const { found, busy, search } = useFoundUnits({ kinds, near, openOnly });
  return (
    <SearchPicker
      {...look}
      shown={value ? nameOf(value) : ''}
      placeholder={t('unit.pickHint')}
      icon={<IconBuildingCommunity size={18} stroke={1.75} aria-hidden />}
      found={found}
      busy={busy}
      idOf={(unit) => String(unit.id)}
      render={(unit) => <UnitName unit={unit} />}
      nothing={t('unit.pickNothing')}
      onSearch={search}
      onChoose={onChange}
      onClear={clearable && value ? () => onChange(null) : undefined}
    />
  );
}

/** Finds several units one after another; those chosen stand below and can be taken out again. */
export function UnitsPicker(
  props: PickerLook &
    UnitFilter & {
      value: { id: number; name: string }[];
      onAdd: (unit: UnitChoice) => void;
      onRemove: (id: number) => void;
    },
) {
  const { t } = useTranslation();
  const { value, onAdd, onRemove, kinds, near, openOnly, ...look } = props;
  const { found, busy, search } = useFoundUnits({ kinds, near, openOnly });
  const chosen = new Set(value.map(({ id }) => id));
  return (
    <div>
      <SearchPicker
        {...look}
        shown=""
        placeholder={t('unit.pickHint')}
        icon={<IconBuildingCommunity size={18} stroke={1.75} aria-hidden />}
        found={found?.filter(({ id }) => !chosen.has(id))}
        busy={busy}
        idOf={(unit) => String(unit.id)}
        render={(unit) => <UnitName unit={unit} />}
        nothing={t('unit.pickNothing')}
        onSearch={search}
        onChoose={onAdd}
      />
      {value.length > 0 ? (
        <ul className={classes.pills} aria-label={t('unit.chosen', { count: value.length })}>
          {value.map(({ id, name }) => (
            <li key={id}>
              <UnstyledButton
                className={classes.pill}
                aria-label={t('ui.clear', { what: name })}
                onClick={() => onRemove(id)}
              >
                <span>{name}</span>
                <IconX size={16} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function useFoundUnits({ kinds, near, openOnly }: UnitFilter) {
  const searchUnits = useContext(UnitSearchContext);
  const { asked, isTyping, search } = useSearchText();
  const [answer, setAnswer] = useState<{ asked: string; units: UnitChoice[] }>();
  const kindsAsked = kinds?.join(',');
  useEffect(() => {
    if (asked === undefined || !searchUnits) return undefined;
    let isWanted = true;
    searchUnits(asked, { kinds: kindsAsked?.split(','), near, openOnly })
      .then((units) => isWanted && setAnswer({ asked, units }))
      .catch(() => isWanted && setAnswer({ asked, units: [] }));
    return () => {
      isWanted = false;
    };
  }, [asked, kindsAsked, near, openOnly, searchUnits]);
  const isOpen = asked !== undefined;
  return {
    found: isOpen ? answer?.units : undefined,
    busy: isOpen && (isTyping || answer?.asked !== asked),
    search,
  };
}
