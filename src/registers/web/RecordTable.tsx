import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMine } from '#web/api/me.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { formatDay, formatNumber } from '#web/ui/format.ts';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import { isAskedFor, type Register } from '../declaration.ts';
import type { RegisterRecord } from '../register.contract.ts';
import { toText } from './form-values.ts';
import { RecordMarks } from './RecordPanel.tsx';
import classes from './registers.module.css';

/** The records of a register, a line each; the name or the date opens one. The unit is told where there are several. */
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
  const { dateField, titleField } = register;
  const opener = (record: RegisterRecord, text: string, label?: string): ReactNode => (
    <>
      <UnstyledButton
        className={classes.opener}
        data-title={titleField === undefined ? undefined : true}
        aria-label={label}
        onClick={() => props.onOpen(record.id)}
      >
        {text}
      </UnstyledButton>{' '}
      <RecordMarks register={register} record={record} />
    </>
  );
  const dateColumn: Column<RegisterRecord> = {
    key: dateField,
    title: say(register.fields[dateField]!.label),
    sortable: true,
    ...(titleField === undefined ? { phone: 'title' } : {}),
    render: (record) => {
      const day = formatDay(String(record.values[dateField]));
      return titleField === undefined ? opener(record, day, t('registers.openRecord', { day })) : day;
    },
  };
  const unitColumn: Column<RegisterRecord> = {
    key: 'unit',
    title: t('registers.unit'),
    render: (record) => record.unit.name,
  };
  const fieldColumn = (name: string): Column<RegisterRecord> => {
    const field = register.fields[name]!;
    return {
      key: name,
      title: say(field.label),
      numeric: field.type === 'number',
      render: (record) =>
        isAskedFor(field, record.values) ? toText(field, record.values[name], language, record.names) || null : null,
    };
  };
  const titleColumn = (name: string): Column<RegisterRecord> => ({
    ...fieldColumn(name),
    phone: 'title',
    render: (record) => opener(record, String(record.values[name] ?? '') || t('registers.untitled')),
  });
  const columns = register.listFields.filter((name) => name !== titleField && name !== dateField).map(fieldColumn);
  const isOfSeveralUnits = records.some((record) => record.unit.id !== place?.unit.id);
  return (
    <>
      <p className={classes.total}>
        {t('registers.total', { count: props.total, shown: formatNumber(props.total, language) })}
      </p>
      <DataTable
        caption={say(register.label)}
        columns={[
          ...(titleField === undefined ? [] : [titleColumn(titleField)]),
          dateColumn,
          ...(isOfSeveralUnits ? [unitColumn] : []),
          ...columns,
        ]}
        rows={records}
        rowKey={(record) => record.id}
        sort={{ key: dateField, descending: !props.isOldestFirst }}
        onSort={({ descending }) => props.onOrder(descending ? undefined : 'oldest')}
        isMarked={(record) => record.id === props.opened}
      />
    </>
  );
}
