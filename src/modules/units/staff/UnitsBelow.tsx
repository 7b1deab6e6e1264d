import { Button, Group, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import type { UnitHistory } from '../units.contract.ts';
import { AddUnitPanel } from './AddUnitPanel.tsx';
import { UnitTable } from './UnitTable.tsx';
import classes from './UnitPage.module.css';

const route = getRouteApi('/staff/units/$unitId');

/** The units directly below, one kind at a time with its count, and the way to add one. */
export function UnitsBelow({ history }: { history: UnitHistory }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = route.useNavigate();
  const [adding, add] = useDisclosure(false);
  const { unit, below, belowByKind, mayAddBelow } = history;
  const shown = below[0]?.kind;
  const total = belowByKind.find(({ kind }) => kind === shown)?.total ?? 0;
  if (belowByKind.length === 0 && !mayAddBelow) return null;
  const addButton = (
    <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={add.open}>
      {t('units.add.open')}
    </Button>
  );
  return (
    <section aria-labelledby="below">
      <Group justify="space-between" mb="xs">
        <h2 id="below">{t('units.unit.below')}</h2>
        {mayAddBelow && belowByKind.length > 0 ? addButton : null}
      </Group>
      {belowByKind.length === 0 ? (
        <EmptyState title={t('units.below.none')} action={addButton}>
          {t('units.below.noneHint', { unit: unit.nameVi })}
        </EmptyState>
      ) : (
        <>
          <div className={classes.kinds} role="group" aria-label={t('units.below.kinds')}>
            {belowByKind.map(({ kind, open }) => (
              <UnstyledButton
                key={kind}
                className={classes.kind}
                aria-pressed={kind === shown}
                onClick={() => void navigate({ search: { below: kind }, replace: true, resetScroll: false })}
              >
                {t(`unitKind.${kind}`)} <strong>{formatNumber(open, language)}</strong>
              </UnstyledButton>
            ))}
          </div>
          <p className="by-quiet by-small">
            {t('units.unit.belowCount', {
              shown: formatNumber(below.length, language),
              total: formatNumber(total, language),
            })}
          </p>
          <UnitTable caption={t('units.unit.below')} units={below} withoutAbove />
        </>
      )}
      <AddUnitPanel opened={adding} above={unit} onClose={add.close} />
    </section>
  );
}
