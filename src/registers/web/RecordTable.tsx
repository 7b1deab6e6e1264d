import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMine } from '#web/api/me.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { formatDay, formatNumber } from '#web/ui/format.ts';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import type { Register } from '../declaration.ts';
import type { RegisterRecord } from '../register.contract.ts';
import { toText } from './form-values.ts';
import { RecordMarks } from './RecordPanel.tsx';
import classes from './registers.module.css';

/** The records of a register, a line each; the date opens one. The unit is told where there are several. */
export function RecordTable(props: {
  register: Register;
  records: RegisterRecord[];
  total: number;
  isOldestFirst: boolean;
  onOrder: (order: 'oldest' | undefined) => void;
  opened: string | undefined;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const { place } = useMine();
  const { register, records } = props;
  const { dateField } = register;
  const dateColumn: Column<RegisterRecord> = {
    key: dateField,
    title: say(register.fields[dateField]!.label),
    sortable: true,
    phone: 'title',
    render: (record) => {
      const day = formatDay(String(record.values[dateField]));
      return (
        <>
          <UnstyledButton
            className={classes.opener}
            aria-label={t('registers.openRecord', { day })}
            onClick={() => props.onOpen(record.id)}
          >
            {day}
          </UnstyledButton>{' '}
          <RecordMarks register={register} record={record} />
        </>
      );
    },
  };
  const unitColumn: Column<RegisterRecord> = {
    key: 'unit',
    title: t('registers.unit'),
    render: (record) => record.unit.name,
  };
  const columns = register.listFields.map((name): Column<RegisterRecord> => {
    const field = register.fields[name]!;
    return {
      key: name,
      title: say(field.label),
      numeric: field.type === 'number',
      render: (record) => toText(field, record.values[name], language, record.names) || null,
    };
  });
  const isOfSeveralUnits = records.some((record) => record.unit.id !== place?.unit.id);
  return (
    <>
      <p className={classes.total}>
        {t('registers.total', { count: props.total, shown: formatNumber(props.total, language) })}
      </p>
      <DataTable
        caption={say(register.label)}
        columns={[dateColumn, ...(isOfSeveralUnits ? [unitColumn] : []), ...columns]}
        rows={records}
        rowKey={(record) => record.id}
        sort={{ key: dateField, descending: !props.isOldestFirst }}
        onSort={({ descending }) => props.onOrder(descending ? undefined : 'oldest')}
        isMarked={(record) => record.id === props.opened}
      />
    </>
  );
}
