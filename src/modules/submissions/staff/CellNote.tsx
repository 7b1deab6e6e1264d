import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCheck, IconCloudOff, IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StaleChoice } from '#web/ui/ProblemAlert.tsx';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import type { SubmissionRow } from '../submissions.contract.ts';
import { noteIdOf } from './FigureCell.tsx';
import { cellMark } from './grid-keys.ts';
import { writeFigure } from './supplement-drafts.ts';
import type { Supplements } from './useSupplements.ts';
import classes from './PeriodTable.module.css';

/** Beside a typed figure: whether it is kept, what is wrong with it, and its source where that is another than the others'. */
export function CellNote({ row, supplements }: { row: SubmissionRow; supplements: Supplements }) {
  const { code } = row.indicator;
  const status = supplements.statusOf(code);
  return (
    <div className={classes.cellNote}>
      <div className={classes.cellSaid}>
        <div id={noteIdOf(code)} role="status" className={classes.status} data-kind={status?.kind}>
          <Status row={row} supplements={supplements} />
        </div>
        <OwnSource row={row} supplements={supplements} />
      </div>
      {status?.kind === 'conflict' ? <Choice row={row} current={status.current} supplements={supplements} /> : null}
    </div>
  );
}

function Status({ row, supplements }: { row: SubmissionRow; supplements: Supplements }) {
  const { t } = useTranslation();
  const { code } = row.indicator;
  const status = supplements.statusOf(code);
  const isDrafted = supplements.isDrafted(code);
  if (status?.kind === 'refused') return status.words;
  if (status?.kind === 'saving') return t('submissions.row.saving');
  if (status?.kind === 'saved' && !isDrafted) {
    return (
      <>
        <IconCheck size={14} aria-hidden /> {t('submissions.row.saved')}
      </>
    );
  }
  if (status?.kind === 'unsent') {
    return (
      <>
        <IconCloudOff size={14} aria-hidden /> {t('submissions.row.unsent')}{' '}
        <Button size="compact-xs" variant="subtle" onClick={() => supplements.commit([row])} data-print="no">
          {t('submissions.row.retry')}
        </Button>
      </>
    );
  }
  if (!isDrafted) return null;
  return t(supplements.isSourceMissing ? 'submissions.row.needsReason' : 'submissions.row.unsaved');
}

/** Two changed one cell: mine and theirs, to choose. */
function Choice(props: { row: SubmissionRow; current: SubmissionRow; supplements: Supplements }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { row, current, supplements } = props;
  const draft = supplements.draftOf(row);
  const said = (text: string, keys: string[] | undefined | null): string => keys?.join('; ') ?? text;
  return (
    <StaleChoice
      rows={[
        {
          label: t('submissions.column.value'),
          mine: said(draft.text, draft.keys),
          current: said(writeFigure(current, language), current.keys),
        },
      ]}
      onTakeCurrent={() => supplements.drop(row.indicator.code)}
      onKeepMine={() => supplements.overwrite(current)}
    />
  );
}

/** The source of this one figure; said where it is not that of the whole period. */
function OwnSource({ row, supplements }: { row: SubmissionRow; supplements: Supplements }) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const [opened, { toggle, close }] = useDisclosure(false);
  const source = supplements.draftOf(row).reason ?? row.reason ?? '';
  const isOwn = source !== '' && source !== supplements.source;
  const use = (reason: string): void => {
    supplements.edit(row, { reason });
    supplements.commit([row]);
    close();
  };
  return (
    <>
      {isOwn ? <span className={classes.source}>{t('submissions.row.source', { source })}</span> : null}
      <Popover
        opened={opened}
        onDismiss={close}
        trapFocus
        returnFocus
        withinPortal
        width={340}
        position="bottom-end"
        shadow="md"
      >
        <Popover.Target>
          <ActionIcon
            {...{ [cellMark]: 'note' }}
            variant="subtle"
            color="gray"
            data-print="no"
            className={classes.sourceAct}
            aria-label={t('submissions.row.reason', { name: nameOf(row.indicator) })}
            title={t('submissions.row.ownSource')}
            onClick={toggle}
          >
            <IconFileText size={18} aria-hidden />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown aria-label={t('submissions.row.ownSource')}>
          <SourceForm source={isOwn ? source : ''} common={supplements.source} onUse={use} />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

function SourceForm(props: { source: string; common: string; onUse: (source: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(props.source);
  return (
    <form
      className={classes.names}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        props.onUse(text.trim() === '' ? props.common : text.trim());
      }}
    >
      <TextInput
        label={t('submissions.row.ownSource')}
        description={t('submissions.row.ownSourceHint')}
        placeholder={props.common}
        data-autofocus
        maxLength={500}
        minLength={3}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={classes.namesFoot}>
        <span />
        <Button type="submit">{t('submissions.row.useSource')}</Button>
      </div>
    </form>
  );
}
