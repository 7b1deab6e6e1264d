import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBuildingCommunity, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { initiatives } from '#modules/initiatives/initiatives.contract.ts';
import { searchUnits } from '#modules/units/units.contract.ts';
import { registerRoutes } from '#registers/register.contract.ts';
import { useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { foldText } from '#web/ui/format.ts';
import { useSay } from '#web/ui/useLanguage.ts';
import { UnitName } from '#web/ui/UnitName.tsx';
import { useOpenPlaces } from './Navigation.tsx';
import { iconOf } from './places.ts';
import { toUnitChoice } from './UnitSearchOfServer.tsx';
import classes from './SearchPalette.module.css';

type Found = { key: string; icon: ReactNode; text: ReactNode; go: () => void };

/** Ctrl K: pages, registers, initiatives, and units old and new, by a few letters; arrows and Enter. */
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

const lettersAtLeast = 2;

function useFound(text: string): Found[] {
  const wanted = text.trim();
  const [asked] = useDebouncedValue(wanted, 200);
  const isAsked = asked.length >= lettersAtLeast && wanted !== '';
  const pages = useFoundPages(wanted);
  const units = useFoundUnits(isAsked ? asked : undefined);
  const records = useFoundInitiatives(isAsked ? asked : undefined);
  return [...pages, ...records, ...units];
}

function useFoundPages(wanted: string): Found[] {
  const { t } = useTranslation();
  const say = useSay();
  const navigate = useNavigate();
  const { pages, registers } = useOpenPlaces();
  const found = [
    ...pages.map(({ name, to, icon }) => ({ key: name, icon, text: t(`place.${name}`), go: () => navigate({ to }) })),
    ...registers.map((register) => ({
      key: `register-${register.name}`,
      icon: iconOf(register),
      text: t('shell.register', { register: say(register.label) }),
      go: () => navigate({ to: '/registers/$register', params: { register: register.name } }),
    })),
  ];
  return found
    .filter((one) => foldText(one.text).includes(foldText(wanted)))
    .map(({ icon: Icon, go, ...one }) => ({
      ...one,
      icon: <Icon size={20} stroke={1.75} aria-hidden />,
      go: () => void go(),
    }));
}

function useFoundUnits(asked: string | undefined): Found[] {
  const navigate = useNavigate();
  const maySearch = useReach('unit.read') !== undefined;
  const enabled = maySearch && asked !== undefined;
  const units = useApi(searchUnits, { query: { text: asked ?? '', limit: 8 } }, { enabled });
  if (!enabled) return [];
  return (units.data?.items ?? []).map((unit) => ({
    key: `unit-${unit.id}`,
    icon: <IconBuildingCommunity size={20} stroke={1.75} aria-hidden />,
    text: <UnitName unit={toUnitChoice(unit)} />,
    go: () => void navigate({ to: '/units/$unitId', params: { unitId: String(unit.id) } }),
  }));
}

const initiativeRoutes = registerRoutes(initiatives);
const recordsShown = 5;

/** Of all records only initiatives are found by name: their names lie in an index. */
function useFoundInitiatives(asked: string | undefined): Found[] {
  const navigate = useNavigate();
  const maySearch = useReach(initiatives.permissions.read) !== undefined;
  const enabled = maySearch && asked !== undefined;
  const records = useApi(initiativeRoutes.choices, { query: { text: asked ?? '' } }, { enabled });
  if (!enabled) return [];
  const Icon = iconOf(initiatives);
  return (records.data?.items ?? []).slice(0, recordsShown).map(({ id, title, unit }) => ({
    key: `record-${id}`,
    icon: <Icon size={20} stroke={1.75} aria-hidden />,
    text: (
      <>
        {title}
        <span className={classes.beside}>{unit.name}</span>
      </>
    ),
    go: () =>
      void navigate({ to: '/registers/$register', params: { register: initiatives.name }, search: { record: id } }),
  }));
}
