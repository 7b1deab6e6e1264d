import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconFileUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { searchUnits } from '#modules/units/units.contract.ts';
import { useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatInstant, formatNumber } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { useLanguage, useUnitName } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { type BoundaryState, getBoundaryState, listBoundaries } from '../boundaries.contract.ts';
import classes from './BoundariesPage.module.css';
import { ImportBoundariesPanel } from './ImportBoundariesPanel.tsx';
import { UnitMap } from './UnitMap.tsx';

/** Which boundaries are known, where they come from, and the map that they make. */
export function BoundariesPage() {
  const { t } = useTranslation();
  const state = useApi(getBoundaryState, {});
  const mayImport = useReach('boundary.import') !== undefined;
  const [importing, panel] = useDisclosure(false);
  return (
    <>
      <PageTitle title={t('boundaries.title')} note={t('boundaries.note')}>
        <LinkButton to="/units" variant="default">
          {t('boundaries.back')}
        </LinkButton>
        {mayImport ? (
          <Button leftSection={<IconFileUpload size={18} aria-hidden />} onClick={panel.open}>
            {t('boundaries.import.open')}
          </Button>
        ) : null}
      </PageTitle>
      <ImportBoundariesPanel opened={importing} onClose={panel.close} />
      <Answered of={state} lines={8}>
        {(known) => (
          <div className={classes.columns}>
            <Known state={known} />
            <Provinces />
          </div>
        )}
      </Answered>
    </>
  );
}

function Known({ state }: { state: BoundaryState }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = ({ known, total }: { known: number; total: number }) => ({
    known: formatNumber(known, language),
    total: formatNumber(total, language),
  });
  return (
    <section className={classes.known}>
      <h2>{t('boundaries.known')}</h2>
      <p>
        <strong>{t('boundaries.provinces', shown(state.provinces))}</strong>
        {' · '}
        <strong>{t('boundaries.communes', shown(state.communes))}</strong>
      </p>
      <DataTable
        caption={t('boundaries.sources')}
        rows={state.sources}
        rowKey={({ source }) => source}
        empty={<EmptyState title={t('boundaries.noSources')}>{t('boundaries.noSourcesHint')}</EmptyState>}
        columns={[
          { key: 'source', title: t('boundaries.source'), phone: 'title', render: ({ source }) => source },
          {
            key: 'units',
            title: t('boundaries.units'),
            numeric: true,
            render: ({ units }) => formatNumber(units, language),
          },
          {
            key: 'importedAt',
            title: t('boundaries.importedAt'),
            render: ({ importedAt }) => <span className="by-number">{formatInstant(importedAt)}</span>,
          },
        ]}
      />
    </section>
  );
}

function Provinces() {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const navigate = useNavigate();
  const [looked, setLooked] = useState<number | null>(null);
  const found = useApi(searchUnits, { query: { kind: 'province', openOnly: 'true', limit: 100 } });
  const provinces = found.data?.items ?? [];
  const units = provinces.map(({ id }) => id).join(',');
  const boundaries = useApi(listBoundaries, { query: { units } }, { enabled: units !== '' });
  if (provinces.length === 0 || boundaries.data === undefined) return null;
  const known = new Set(boundaries.data.items.map(({ unitId }) => unitId));
  const painted = provinces.map((unit) => {
    const state = t(known.has(unit.id) ? 'boundaries.map.hasOne' : 'boundaries.map.hasNone');
    const name = nameOf(unit);
    const tone: 2 | 'missing' = known.has(unit.id) ? 2 : 'missing';
    return { id: unit.id, code: unit.code, kind: unit.kind, name, tone, label: `${name}: ${state}`, short: '' };
  });
  const seen = painted.find(({ id }) => id === looked);
  return (
    <section className={classes.map}>
      <UnitMap
        caption={t('boundaries.mapOf')}
        units={painted}
        boundaries={boundaries.data}
        looked={looked}
        onLook={setLooked}
        onChoose={(id) => void navigate({ to: '/units/$unitId', params: { unitId: String(id) } })}
      />
      <p className={classes.seen} aria-live="polite">
        {seen?.label ?? ' '}
      </p>
    </section>
  );
}
