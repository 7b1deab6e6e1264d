import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTable } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FigureChip } from '#web/ui/FigureChip.tsx';
import { formatMonth, formatNumber } from '#web/ui/format.ts';
import { TrendChart } from '#web/ui/TrendChart.tsx';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import type { OpenedFigure } from './FigureDrawer.tsx';
import { toAddress } from './figure-address.ts';

/** Up to this many months the table stands open under the chart. */
const monthsShown = 12;

/** The figure month by month: chart, and the same as a table. */
export function FigureByMonth({ answer }: { answer: OpenedFigure }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nameOf, unitOf } = useIndicatorWords();
  const { indicator, byMonth } = answer;
  const [opened, { toggle }] = useDisclosure(byMonth.length <= monthsShown);
  if (byMonth.length < 2) return null;
  const name = nameOf(indicator);
  const columns: Column<OpenedFigure['byMonth'][number]>[] = [
    { key: 'month', title: t('figures.month'), phone: 'title', render: (one) => formatMonth(one.month) },
    {
      key: 'value',
      title: t('figures.value'),
      numeric: true,
      render: (one) => (
        <FigureChip
          name={`${name}, ${formatMonth(one.month)}`}
          value={one.value}
          measureUnit=""
          address={toAddress(answer, { from: one.month, to: one.month })}
        />
      ),
    },
    {
      key: 'reported',
      title: t('figures.reported'),
      numeric: true,
      render: (one) => formatNumber(one.reported, language),
    },
  ];
  return (
    <section aria-labelledby="by-month">
      <h2 id="by-month">{t('figures.byMonth')}</h2>
      <TrendChart points={byMonth} name={name} measureUnit={unitOf(indicator)} />
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconTable size={18} aria-hidden />}
        aria-expanded={opened}
        onClick={toggle}
        data-print="no"
      >
        {t(opened ? 'figures.hideTable' : 'figures.showTable')}
      </Button>
      {opened ? (
        <DataTable
          caption={t('figures.byMonth')}
          columns={columns}
          rows={[...byMonth].sort((one, other) => other.month.localeCompare(one.month))}
          rowKey={(one) => one.month}
        />
      ) : null}
    </section>
  );
}
