import { Button, Switch, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconFileSpreadsheet, IconMap, IconPlus, IconSearch } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMine, useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { FilterBar, FilterChip } from '#web/ui/FilterBar.tsx';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { useUnitName } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { getUnit, searchUnits } from '../units.contract.ts';
import { unitKinds } from '../units.rules.ts';
import { AddUnitPanel } from './AddUnitPanel.tsx';
import { ImportUnitsPanel } from './ImportUnitsPanel.tsx';
import { SourceProblems } from './SourceProblems.tsx';
import { UnitTable } from './UnitTable.tsx';
import classes from './UnitsPage.module.css';

const route = getRouteApi('/staff/units');
const resultsShown = 50;

/** Finds any unit of today or of before. */
export function UnitsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(search.text ?? '');
  const change = (part: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const changeText = useDebouncedCallback((typed: string) => change({ text: typed === '' ? undefined : typed }), 250);
  return (
    <>
      <PageTitle title={t('units.search.title')} note={t('units.search.note')}>
        <AddButtons />
        <LinkButton to="/units/boundaries" variant="default" leftSection={<IconMap size={18} aria-hidden />}>
          {t('boundaries.open')}
        </LinkButton>
      </PageTitle>
      <TextInput
        type="search"
        label={t('units.search.label')}
        placeholder={t('units.search.hint')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          changeText(event.currentTarget.value.trim());
        }}
        autoComplete="off"
        mb="sm"
        maw={560}
        data-print="no"
      />
      <FilterBar
        anyChosen={search.kind !== undefined || search.openOnly !== undefined}
        onClear={() => change({ kind: undefined, openOnly: undefined })}
      >
        <FilterChip
          label={t('units.search.kind')}
          value={search.kind}
          options={unitKinds.map((kind) => ({ value: kind, label: t(`unitKind.${kind}`) }))}
          onChange={(kind) => change({ kind })}
        />
        <Switch
          label={t('units.search.onlyOpen')}
          checked={search.openOnly === 'yes'}
          onChange={(event) => change({ openOnly: event.currentTarget.checked ? 'yes' : undefined })}
        />
      </FilterBar>
      <Found text={search.text ?? ''} kind={search.kind} openOnly={search.openOnly === 'yes'} />
      <SourceProblems />
    </>
  );
}

/** Opens the form with the own place chosen, where units may be added there, or the import of a list. */
function AddButtons() {
  const { t } = useTranslation();
  const { place } = useMine();
  const [adding, add] = useDisclosure(false);
  const [importing, importList] = useDisclosure(false);
  const mayAdd = useReach('unit.manage') !== undefined;
  const own = useApi(getUnit, { params: { id: place?.unit.id ?? 0 } }, { enabled: mayAdd && place !== undefined });
  if (!mayAdd) return null;
  return (
    <>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={add.open}>
        {t('units.add.open')}
      </Button>
      <Button variant="default" leftSection={<IconFileSpreadsheet size={18} aria-hidden />} onClick={importList.open}>
        {t('units.list.open')}
      </Button>
      <ImportUnitsPanel opened={importing} onClose={importList.close} />
      <AddUnitPanel opened={adding} above={own.data?.mayAddBelow ? own.data.unit : null} onClose={add.close} />
    </>
  );
}

function Found({ text, kind, openOnly }: { text: string; kind: string | undefined; openOnly: boolean }) {
  const { t } = useTranslation();
  const isAsked = text.length >= 2 || kind !== undefined;
  const query = { text, kind, openOnly: String(openOnly), limit: resultsShown };
  const found = useApi(searchUnits, { query }, { enabled: isAsked });
  if (!isAsked) {
    return (
      <EmptyState title={t('units.search.start')} action={<MyUnits />}>
        {t('units.search.startHint')}
      </EmptyState>
    );
  }
  return (
    <Answered of={found} lines={8}>
      {({ items }) => (
        <>
          <UnitTable
            caption={t('units.search.title')}
            units={items}
            empty={<EmptyState title={t('units.search.nothing')}>{t('units.search.nothingHint')}</EmptyState>}
          />
          {items.length === resultsShown ? (
            <p className="by-quiet by-small">{t('units.search.first', { count: resultsShown })}</p>
          ) : null}
        </>
      )}
    </Answered>
  );
}

function MyUnits() {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const { places } = useMine();
  return (
    <div className={classes.mine}>
      <span>{t('units.search.mine')}:</span>
      {places.map(({ unit }) => (
        <Link key={unit.id} to="/units/$unitId" params={{ unitId: String(unit.id) }}>
          {nameOf(unit)}
        </Link>
      ))}
    </div>
  );
}
