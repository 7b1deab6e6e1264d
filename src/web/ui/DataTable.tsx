import { UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import type { Key, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './DataTable.module.css';

export type Column<Row> = {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  numeric?: boolean;
  sortable?: boolean;
  /**
   * On phones a row is a card: title = its heading, third = one of three beside each other, bare = a line without its
   * name, hidden = left out; otherwise a line with its name.
   */
  phone?: 'title' | 'third' | 'bare' | 'hidden';
  width?: string;
};

export type Sort = { key: string; descending: boolean };

/**
 * A dense table that reads well: sticky heading, sorting by heading, numbers set right; on phones each row becomes a
 * card. Opening a row is a link or button inside a cell, never the row itself.
 */
export function DataTable<Row>(props: {
  /** Names the table for those who do not see it. */
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => Key;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  empty?: ReactNode;
  /** Marks a row, for instance the opened one. */
  isMarked?: (row: Row) => boolean;
}) {
  const { columns, rows, sort, onSort } = props;
  if (rows.length === 0 && props.empty !== undefined) return <>{props.empty}</>;
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <caption className={classes.caption}>{props.caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"

                data-numeric={column.numeric}
                style={column.width ? { width: column.width } : undefined}
                aria-sort={ariaSort(column, sort)}
              >
                {column.sortable && onSort ? (
                  <SortButton title={column.title} column={column.key} sort={sort} onSort={onSort} />
                ) : (
                  column.title
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={props.rowKey(row)} data-marked={props.isMarked?.(row) ? true : undefined}>
              {columns.map((column) => (
                <td
                  key={column.key}

                  data-title={column.title}
                  data-numeric={column.numeric}
                  data-phone={column.phone}
                >
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ariaSort<Row>(column: Column<Row>, sort: Sort | undefined): 'ascending' | 'descending' | undefined {
  if (sort?.key !== column.key) return undefined;
  return sort.descending ? 'descending' : 'ascending';
}

function SortButton(props: { title: string; column: string; sort: Sort | undefined; onSort: (sort: Sort) => void }) {
  const { t } = useTranslation();
  const { title, column, sort, onSort } = props;
  const isSorted = sort?.key === column;
  const Icon = isSorted ? (sort.descending ? IconArrowDown : IconArrowUp) : IconArrowsSort;
  return (
    <UnstyledButton
      className={classes.sort}
      onClick={() => onSort({ key: column, descending: isSorted ? !sort.descending : false })}
      title={t('ui.sortBy', { what: title })}
    >
      {title}
      <Icon size={14} aria-hidden />
    </UnstyledButton>
  );
}
