import { TextInput } from '@mantine/core';
import { type ClipboardEvent, type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useIndicatorWords } from '#web/ui/useLanguage.ts';
import type { SubmissionRow } from '../submissions.contract.ts';
import { cellMark } from './grid-keys.ts';
import { NamesCell } from './NamesCell.tsx';
import type { Draft } from './supplement-drafts.ts';
import type { Supplements } from './useSupplements.ts';
import classes from './PeriodTable.module.css';

/** Names what is said about a cell, for those who hear it. */
export const noteIdOf = (code: string): string => `note-${code}`;

/** The value of a figure typed by hand. onPaste takes a block from a sheet; it answers whether it did. */
export function FigureCell(props: {
  row: SubmissionRow;
  supplements: Supplements;
  onPaste: (row: SubmissionRow, text: string) => boolean;
}) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const { row, supplements } = props;
  const { code, kind } = row.indicator;
  const atEntry = useRef<Draft>(undefined);
  const label = t('submissions.row.value', { name: nameOf(row.indicator) });
  if (kind === 'distinct') return <NamesCell row={row} supplements={supplements} label={label} />;
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    const field = event.currentTarget;
    if (event.key === 'F2') field.setSelectionRange(field.value.length, field.value.length);
    if (event.key === 'Escape' && atEntry.current) {
      supplements.restore(row, atEntry.current);
      requestAnimationFrame(() => field.select());
    }
  };
  const paste = (event: ClipboardEvent): void => {
    if (props.onPaste(row, event.clipboardData.getData('text/plain'))) event.preventDefault();
  };
  return (
    <TextInput
      {...{ [cellMark]: 'value' }}
      aria-label={label}
      aria-describedby={noteIdOf(code)}
      placeholder={t('figure.notReported')}
      inputMode="decimal"
      enterKeyHint="next"
      autoComplete="off"
      maxLength={100}
      classNames={{ input: classes.cell }}
      value={supplements.draftOf(row).text}
      onChange={(event) => supplements.edit(row, { text: event.currentTarget.value })}
      onFocus={(event) => {
        atEntry.current = supplements.draftOf(row);
        event.currentTarget.select();
      }}
      onBlur={() => supplements.commit([row])}
      onKeyDown={onKey}
      onPaste={paste}
      error={supplements.statusOf(code)?.kind === 'refused'}
    />
  );
}
