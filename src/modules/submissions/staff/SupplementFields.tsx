import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconListNumbers } from '@tabler/icons-react';
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '#web/ui/format.ts';
import { StaleChoice } from '#web/ui/ProblemAlert.tsx';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import type { SubmissionRow } from '../submissions.contract.ts';
import type { Supplements } from './useSupplements.ts';
import classes from './SupplementFields.module.css';

const cellMark = 'data-supplement';

/** Up, down and Enter walk through the column, as in a sheet. */
function walkOnKey(event: KeyboardEvent<HTMLInputElement>): void {
  const step = event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const column = event.currentTarget.getAttribute(cellMark);
  const cells = [...document.querySelectorAll<HTMLInputElement>(`input[${cellMark}="${column}"]`)];
  const next = cells[cells.indexOf(event.currentTarget) + step];
  if (next) next.focus();
  else event.currentTarget.blur();
}

/** The value of a figure typed by hand. Several lines pasted from a sheet fill the rows below as well. */
export function SupplementValue(props: { row: SubmissionRow; rows: SubmissionRow[]; supplements: Supplements }) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const { row, rows, supplements } = props;
  const label = t('submissions.row.value', { name: nameOf(row.indicator) });
  if (row.indicator.kind === 'distinct') return <KeysField row={row} supplements={supplements} label={label} />;
  const paste = (event: ClipboardEvent): void => {
    const lines = event.clipboardData.getData('text').trimEnd().split(/\r?\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    const below = rows.slice(rows.indexOf(row)).filter((one) => one.indicator.kind !== 'distinct');
    for (const [index, line] of lines.entries()) {
      const target = below[index];
      if (!target) break;
      supplements.edit(target, { value: line.split('\t')[0]?.trim() ?? '' });
      supplements.save(target);
    }
  };
  return (
    <TextInput
      {...{ [cellMark]: 'value' }}
      aria-label={label}
      inputMode="decimal"
      autoComplete="off"
      classNames={{ input: classes.value }}
      value={supplements.draftOf(row).value}
      onChange={(event) => supplements.edit(row, { value: event.currentTarget.value })}
      onBlur={() => supplements.save(row)}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={walkOnKey}
      onPaste={paste}
      error={supplements.statusOf(row.indicator.code)?.kind === 'notNumber'}
    />
  );
}

/** Where a figure typed by hand comes from; and whether it is kept. */
export function SupplementReason({ row, supplements }: { row: SubmissionRow; supplements: Supplements }) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  return (
    <div>
      <TextInput
        {...{ [cellMark]: 'reason' }}
        aria-label={t('submissions.row.reason', { name: nameOf(row.indicator) })}
        placeholder={supplements.draftOf(row).value === '' ? undefined : t('submissions.row.reasonHint')}
        maxLength={500}
        autoComplete="off"
        value={supplements.draftOf(row).reason}
        onChange={(event) => supplements.edit(row, { reason: event.currentTarget.value })}
        onBlur={() => supplements.save(row)}
        onKeyDown={walkOnKey}
        error={supplements.statusOf(row.indicator.code)?.kind === 'needsReason'}
      />
      <Status row={row} supplements={supplements} />
    </div>
  );
}

function Status({ row, supplements }: { row: SubmissionRow; supplements: Supplements }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { code } = row.indicator;
  const status = supplements.statusOf(code);
  const draft = supplements.draftOf(row);
  if (status?.kind === 'conflict') {
    const { current } = status;
    return (
      <StaleChoice
        rows={[
          {
            label: t('submissions.column.value'),
            mine: draft.value,
            current: current.value === null ? '' : formatNumber(current.value, language),
          },
          { label: t('submissions.column.reason'), mine: draft.reason, current: current.reason ?? '' },
        ]}
        onTakeCurrent={() => supplements.drop(code)}
        onKeepMine={() => supplements.save(current)}
      />
    );
  }
  const retry = (
    <Button size="compact-xs" variant="subtle" onClick={() => supplements.save(row)}>
      {t('submissions.row.retry')}
    </Button>
  );
  return (
    <div className={classes.status} role="status" data-kind={status?.kind}>
      {status?.kind === 'saving' ? t('submissions.row.saving') : null}
      {status?.kind === 'saved' && !supplements.isDrafted(code) ? t('submissions.row.saved') : null}
      {status?.kind === 'notNumber' ? t('submissions.row.notNumber', { typed: draft.value }) : null}
      {status?.kind === 'needsReason' ? t('submissions.row.needsReason') : null}
      {status?.kind === 'problem' ? (
        <>
          {t('submissions.row.unsaved')}: {wordsOf(status.problem, t('problem.networkAway'))} {retry}
        </>
      ) : null}
      {status === undefined && supplements.isDrafted(code) ? (
        <>
          {t('submissions.row.unsaved')} {retry}
        </>
      ) : null}
    </div>
  );
}

function wordsOf(problem: unknown, otherwise: string): string {
  const { title = '', fields = [] } = (problem ?? {}) as { title?: string; fields?: { message: string }[] };
  return fields[0]?.message ?? (title === '' ? otherwise : title);
}

/** An indicator that counts names: the list is typed, its length is the figure. */
function KeysField(props: { row: SubmissionRow; supplements: Supplements; label: string }) {
  const { t } = useTranslation();
  const { row, supplements, label } = props;
  const [opened, { open, close }] = useDisclosure(false);
  const keys = supplements.draftOf(row).keys ?? [];
  return (
    <>
      <Button
        variant="default"
        fullWidth
        leftSection={<IconListNumbers size={18} aria-hidden />}
        onClick={open}
        aria-label={`${label}: ${t('submissions.row.editKeys', { count: keys.length })}`}
      >
        {keys.length === 0 ? t('submissions.row.noKeys') : t('submissions.row.editKeys', { count: keys.length })}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('submissions.keys.title')}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <KeysForm
          keys={keys}
          onUse={(names) => {
            supplements.edit(row, { keys: names, value: names.length === 0 ? '' : String(names.length) });
            supplements.save(row);
            close();
          }}
        />
      </Modal>
    </>
  );
}

function KeysForm({ keys, onUse }: { keys: string[]; onUse: (names: string[]) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(keys.join('\n'));
  const names = [
    ...new Set(text.split('\n').map((line) => line.normalize('NFC').replaceAll(/\s+/g, ' ').trim())),
  ].filter((name) => name !== '');
  return (
    <form
      className={classes.keys}
      onSubmit={(event) => {
        event.preventDefault();
        onUse(names);
      }}
    >
      <Textarea
        label={t('submissions.keys.label')}
        description={t('submissions.keys.hint')}
        data-autofocus
        autosize
        minRows={8}
        maxRows={20}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.keysFoot}>
        <span aria-live="polite">{t('submissions.keys.count', { count: names.length })}</span>
        <Button type="submit">{t('submissions.keys.use')}</Button>
      </div>
    </form>
  );
}
