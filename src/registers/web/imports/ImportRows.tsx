import { useTranslation } from 'react-i18next';
import type { Language } from '#web/locales/language.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import type { Register } from '../../declaration.ts';
import type { ImportRow, RefusedCell, RowKind } from '../../imports.contract.ts';
import { toText } from '../form-values.ts';
import classes from './imports.module.css';

type Parts = { register: Register; kind: RowKind; rows: ImportRow[] };

/** Rows of one kind: refused ones by cell, changed ones by what was and will be, the others as they will stand. */
export function ImportRows({ register, kind, rows }: Parts) {
  if (kind === 'refused') return <RefusedCells rows={rows} />;
  return kind === 'changed' ? (
    <ChangedRows register={register} rows={rows} />
  ) : (
    <PlainRows register={register} kind={kind} rows={rows} />
  );
}

function RefusedCells({ rows }: { rows: ImportRow[] }) {
  const { t } = useTranslation();
  const cells = rows.flatMap((row) => row.refusals.map((cell) => ({ ...cell, row: row.row })));
  const columns: Column<RefusedCell & { row: number }>[] = [
    { key: 'row', title: t('registers.imports.row'), numeric: true, phone: 'hidden', render: (cell) => cell.row },
    {
      key: 'cell',
      title: t('registers.imports.cell'),
      phone: 'title',
      render: (cell) => <strong className={classes.address}>{cell.address}</strong>,
    },
    { key: 'column', title: t('registers.imports.column'), width: '18%', render: (cell) => cell.column },
    { key: 'mend', title: t('registers.imports.mend'), phone: 'bare', render: (cell) => <span>{cell.sentence}</span> },
  ];
  return (
    <DataTable
      caption={t('registers.imports.kind.refused')}
      columns={columns}
      rows={cells}
      rowKey={(cell) => `${cell.address} ${cell.column} ${cell.sentence}`}
    />
  );
}

/** The name of a record: its title and day, as far as it has them. */
function nameOf(register: Register, row: ImportRow, language: Language): string {
  const names = [register.titleField, register.dateField].filter((name) => name !== undefined);
  return names.map((name) => toText(register.fields[name]!, row.values?.[name], language, row.names)).join(' · ');
}

function ChangedRows({ register, rows }: { register: Register; rows: ImportRow[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const listChanges = (row: ImportRow): string[] =>
    Object.entries(register.fields).flatMap(([name, field]) => {
      const [from, to] = [row.before?.[name], row.values?.[name]];
      if (JSON.stringify(from ?? null) === JSON.stringify(to ?? null)) return [];
      const empty = t('registers.imports.empty');
      const text = (value: typeof from): string => toText(field, value, language, row.names) || empty;
      return [t('registers.imports.fromTo', { field: say(field.label), from: text(from), to: text(to) })];
    });
  const columns: Column<ImportRow>[] = [
    { key: 'row', title: t('registers.imports.row'), numeric: true, render: (row) => row.row },
    {
      key: 'record',
      title: t('registers.imports.record'),
      phone: 'title',
      render: (row) => nameOf(register, row, language),
    },
    { key: 'unit', title: t('registers.unit'), render: (row) => row.unit?.name ?? null },
    {
      key: 'change',
      title: t('registers.imports.change'),
      phone: 'bare',
      render: (row) => (
        <ul className={classes.changes}>
          {listChanges(row).map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      ),
    },
  ];
  return (
    <DataTable caption={t('registers.imports.kind.changed')} columns={columns} rows={rows} rowKey={(row) => row.row} />
  );
}

function PlainRows({ register, kind, rows }: Parts) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const fields = [register.dateField, ...register.listFields.filter((name) => name !== register.dateField)];
  const columns: Column<ImportRow>[] = [
    { key: 'row', title: t('registers.imports.row'), numeric: true, phone: 'title', render: (row) => row.row },
    { key: 'unit', title: t('registers.unit'), render: (row) => row.unit?.name ?? null },
    ...fields.map((name): Column<ImportRow> => {
      const field = register.fields[name]!;
      return {
        key: name,
        title: say(field.label),
        numeric: field.type === 'number',
        render: (row) => toText(field, row.values?.[name], language, row.names) || null,
      };
    }),
  ];
  if (kind === 'doubtful' || kind === 'present') {
    columns.push({
      key: 'like',
      title: t('registers.imports.like'),
      render: (row) =>
        row.like === null || row.like.row === null
          ? t('registers.imports.likeRecord')
          : t('registers.imports.likeRow', { row: row.like.row }),
    });
  }
  return (
    <DataTable caption={t(`registers.imports.kind.${kind}`)} columns={columns} rows={rows} rowKey={(row) => row.row} />
  );
}
