import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CoverageMark } from '#web/ui/CoverageMark.tsx';
import { type Column, DataTable, type Sort } from '#web/ui/DataTable.tsx';
import { FigureChip } from '#web/ui/FigureChip.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import { useValidity } from '#web/ui/UnitName.tsx';
import type { OpenedFigure } from './FigureDrawer.tsx';
import { toAddress } from './figure-address.ts';
import classes from './FigureDrawer.module.css';

type Part = OpenedFigure['byUnit'][number];

const rowsShown = 20;
const collator = new Intl.Collator('vi');

/** The units that the figure is made of; each opens in its turn. */
export function FigureByUnit({ answer }: { answer: OpenedFigure }) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const validity = useValidity();
  const [sort, setSort] = useState<Sort>({ key: 'value', descending: true });
  const [whole, setWhole] = useState(false);
  const { byUnit, indicator, question } = answer;
  if (byUnit.length === 0 || (byUnit.length === 1 && byUnit[0]?.unit.id === question.unit.id)) return null;
  const rows = [...byUnit].sort((one, other) => compareParts(one, other, sort));
  const columns: Column<Part>[] = [
    {
      key: 'name',
      title: t('figures.unit'),
      phone: 'title',
      sortable: true,
      render: (part) => (
        <>
          <Link to="/units/$unitId" params={{ unitId: String(part.unit.id) }}>
            {part.unit.name}
          </Link>
          {part.unit.validTo === null ? null : <span className="by-quiet"> {validity(part.unit)}</span>}
        </>
      ),
    },
    {
      key: 'value',
      title: t('figures.value'),
      numeric: true,
      sortable: true,
      render: (part) => (
        <FigureChip
          name={`${nameOf(indicator)}, ${part.unit.name}`}
          value={part.value}
          measureUnit=""
          qualifier={part.qualifier}
          apportioned={part.origins.apportioned > 0}
          address={toAddress(answer, { unit: `#${part.unit.id}` })}
        />
      ),
    },
    {
      key: 'coverage',
      title: t('figures.coverage'),
      render: (part) => (part.coverage ? <CoverageMark coverage={part.coverage} /> : '—'),
    },
  ];
  return (
    <section aria-labelledby="by-unit">
      <h2 id="by-unit">{t('figures.byUnit')}</h2>
      <DataTable
        caption={t('figures.byUnit')}
        columns={columns}
        rows={whole ? rows : rows.slice(0, rowsShown)}
        rowKey={(part) => part.unit.id}
        sort={sort}
        onSort={setSort}
      />
      <WholeButton total={rows.length} whole={whole} onToggle={() => setWhole(!whole)} />
    </section>
  );
}

/** By name in Vietnamese order, or by value; units without a value come last. */
function compareParts(one: Part, other: Part, sort: Sort): number {
  const turn = sort.descending ? -1 : 1;
  if (sort.key === 'name') return turn * collator.compare(one.unit.name, other.unit.name);
  if (one.value === null || other.value === null) return Number(one.value === null) - Number(other.value === null);
  return turn * (Number(one.value) - Number(other.value)) || collator.compare(one.unit.name, other.unit.name);
}

function WholeButton({ total, whole, onToggle }: { total: number; whole: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (total <= rowsShown) return null;
  return (
    <Button variant="subtle" size="compact-sm" onClick={onToggle} aria-expanded={whole} data-print="no">
      {whole ? t('figures.showLess') : t('figures.showAll', { number: formatNumber(total, language) })}
    </Button>
  );
}

/** Who owes the figure and has not given it. */
export function SilentUnits({ units, total }: { units: OpenedFigure['silentUnits']; total: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [whole, setWhole] = useState(false);
  if (units.length === 0) return null;
  const shown = whole ? units : units.slice(0, rowsShown);
  return (
    <section aria-labelledby="silent">
      <h2 id="silent">{t('figures.silent')}</h2>
      <p>{t('figures.silentCount', { count: total, shown: formatNumber(total, language) })}</p>
      <ul className={classes.silent}>
        {shown.map((unit) => (
          <li key={unit.id}>
            <Link to="/units/$unitId" params={{ unitId: String(unit.id) }}>
              {unit.name}
            </Link>
          </li>
        ))}
      </ul>
      <WholeButton total={units.length} whole={whole} onToggle={() => setWhole(!whole)} />
      {whole && units.length < total ? (
        <p className="by-quiet by-small">{t('figures.silentMany', { count: units.length })}</p>
      ) : null}
    </section>
  );
}
