import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingCommunity, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { searchUnits } from '#modules/units/units.contract.ts';
import { useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { foldText } from '#web/ui/format.ts';
import { UnitName } from '#web/ui/UnitName.tsx';
import { useOpenPlaces } from './Navigation.tsx';
import { toUnitChoice } from './UnitSearchOfServer.tsx';
import classes from './SearchPalette.module.css';

type Found = { key: string; icon: ReactNode; text: ReactNode; go: () => void };

/** Ctrl K: pages and units, old and new, by a few letters; arrows and Enter. */
export function SearchPalette({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shell.search')}
      size="lg"
      yOffset="8vh"
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 100 }}
      styles={{ title: { fontWeight: 600, fontSize: '1rem' } }}
    >
      <Search onClose={onClose} />
    </Modal>
  );
}

function Search({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const listId = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const found = useFound(text);
  const at = Math.min(active, Math.max(found.length - 1, 0));
  const choose = (one: Found | undefined): void => {
    if (!one) return;
    onClose();
    one.go();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && found.length > 0) {
      event.preventDefault();
      setActive((at + step + found.length) % found.length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[at]);
    }
  };
  return (
    <>
      <TextInput
        data-autofocus
        aria-label={t('shell.searchLabel')}
        placeholder={t('shell.searchHint')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found[at] ? `${listId}-${found[at].key}` : undefined}
      />
      <ul id={listId} role="listbox" aria-label={t('shell.searchFound')} className={classes.list}>
        {found.map((one, index) => (
          <li
            key={one.key}
            id={`${listId}-${one.key}`}
            role="option"
            aria-selected={index === at}
            className={classes.one}
            onClick={() => choose(one)}
            onMouseMove={() => setActive(index)}
          >
            {one.icon}
            <span className={classes.text}>{one.text}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="by-quiet">{t('shell.searchNothing')}</p> : null}
    </>
  );
}

function useFound(text: string): Found[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const places = useOpenPlaces();
  const maySearchUnits = useReach('unit.read') !== undefined;
  const [asked] = useDebouncedValue(text.trim(), 200);
  const units = useApi(
    searchUnits,
    { query: { text: asked, limit: 8 } },
    { enabled: maySearchUnits && asked.length >= 2 },
  );
  const wanted = foldText(text.trim());
  const pages = places
    .filter((place) => foldText(t(`place.${place.name}`)).includes(wanted))
    .map(({ name, to, icon: Icon }) => ({
      key: name,
      icon: <Icon size={20} stroke={1.75} aria-hidden />,
      text: t(`place.${name}`),
      go: () => void navigate({ to }),
    }));
  const found = asked.length >= 2 && text.trim() !== '' ? (units.data?.items ?? []) : [];
  return [
    ...pages,
    ...found.map((unit) => ({
      key: `unit-${unit.id}`,
      icon: <IconBuildingCommunity size={20} stroke={1.75} aria-hidden />,
      text: <UnitName unit={toUnitChoice(unit)} />,
      go: () => void navigate({ to: '/units/$unitId', params: { unitId: String(unit.id) } }),
    })),
  ];
}
