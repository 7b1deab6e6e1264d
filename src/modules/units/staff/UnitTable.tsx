import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { useValidity } from '#web/ui/UnitName.tsx';
import { useUnitName } from '#web/ui/useLanguage.ts';
import type { Unit } from '../units.contract.ts';
import classes from './UnitsPage.module.css';

/** Units with code, place and time; an ended one says so. withoutAbove: where all lie below the same. */
export function UnitTable(props: { caption: string; units: Unit[]; empty?: ReactNode; withoutAbove?: boolean }) {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const validity = useValidity();
  const columns: Column<Unit>[] = [
    {
      key: 'name',
      title: t('units.search.name'),
      phone: 'title',
      width: '40%',
      render: (unit) => (
        <>
          <Link to="/units/$unitId" params={{ unitId: String(unit.id) }}>
            {nameOf(unit)}
          </Link>
          {unit.validTo === null ? null : <span className={classes.ended}> {t('unit.ended')}</span>}
        </>
      ),
    },
    { key: 'code', title: t('units.search.code'), width: '12%', render: (unit) => unit.code },
    { key: 'above', title: t('units.search.above'), render: (unit) => unit.parentName ?? '—' },
    { key: 'exists', title: t('units.search.exists'), render: (unit) => validity(unit) || '—' },
  ];
  return (
    <DataTable
      caption={props.caption}
      columns={columns.filter((column) => column.key !== 'above' || !props.withoutAbove)}
      rows={props.units}
      rowKey={(unit) => unit.id}
      empty={props.empty}
    />
  );
}
