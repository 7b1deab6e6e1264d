import { Alert, Button, Checkbox, Radio, Tabs } from '@mantine/core';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf, isProblem } from '#web/api/client.ts';
import { useAct } from '#web/api/query.ts';
import { formatInstant, formatNumber } from '#web/ui/format.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import type { Register } from '../../declaration.ts';
import {
  type Import,
  type ImportCounts,
  type ImportDecisions,
  type ImportProgress,
  type RowKind,
  rowKinds,
} from '../../imports.contract.ts';
import { ImportRows } from './ImportRows.tsx';
import classes from './imports.module.css';
import type { RunningImport } from './useImport.ts';

type Parts = {
  register: Register;
  running: RunningImport;
  view: Import;
  onEntered: (progress: ImportProgress) => void;
};

/** What would become of the rows, by kinds, and the decision. */
export function ImportPreview({ register, running, view, onEntered }: Parts) {
  const { t } = useTranslation();
  const language = useLanguage();
  const counts = view.counts!; // a checked import has them
  const number = (value: number): string => formatNumber(value, language);
  const shownKinds = rowKinds.filter((kind) => counts[kind] > 0);
  const first: RowKind = counts.refused > 0 ? 'refused' : (shownKinds[0] ?? 'new');
  return (
    <>
      {counts.refused > 0 ? <RefusedAlert running={running} count={counts.refused} /> : null}
      {view.notes.length > 0 ? (
        <details className={classes.notes} open>
          <summary>{t('registers.imports.notesTitle')}</summary>
          <ul>
            {view.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      ) : null}
      {shownKinds.length > 0 ? (
        <Tabs defaultValue={first} keepMounted={false} className={classes.tabs}>
          <Tabs.List>
            {shownKinds.map((kind) => (
              <Tabs.Tab key={kind} value={kind}>
                {t(`registers.imports.kind.${kind}`)} ({number(counts[kind])})
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {shownKinds.map((kind) => (
            <Tabs.Panel key={kind} value={kind}>
              <p className={classes.kindText}>
                {t(`registers.imports.kindText.${kind}`)}{' '}
                {view.rows[kind].length < counts[kind]
                  ? t('registers.imports.shown', { shown: number(view.rows[kind].length), total: number(counts[kind]) })
                  : null}
              </p>
              <ImportRows register={register} kind={kind} rows={view.rows[kind]} />
            </Tabs.Panel>
          ))}
        </Tabs>
      ) : null}
      {counts.unchanged > 0 ? (
        <p className="by-quiet">
          {t('registers.imports.unchanged', { count: counts.unchanged, shown: number(counts.unchanged) })}
        </p>
      ) : null}
      <Decision running={running} view={view} counts={counts} onEntered={onEntered} />
    </>
  );
}

function RefusedAlert({ running, count }: { running: RunningImport; count: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const params = { id: running.id! };
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('registers.imports.refusedTitle', { count, shown: formatNumber(count, language) })}
      className={classes.alert}
    >
      <p>{t('registers.imports.refusedText')}</p>
      <div className={classes.row}>
        <Button
          component="a"
          href={addressOf(running.routes.marked, { params })}
          download
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t('registers.imports.marked')}
        </Button>
        <Button variant="default" onClick={running.startAnew}>
          {t('registers.imports.another')}
        </Button>
      </div>
    </Alert>
  );
}

function Decision(props: {
  running: RunningImport;
  view: Import;
  counts: ImportCounts;
  onEntered: (progress: ImportProgress) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { running, view, counts } = props;
  const [decisions, setDecisions] = useState<ImportDecisions>({});
  const confirm = useAct(running.routes.confirm, { onDone: props.onEntered });
  const abandon = useAct(running.routes.abandon, { onDone: running.startAnew });
  const shown = (count: number): { count: number; shown: string } => ({ count, shown: formatNumber(count, language) });
  const entered = countEntered(counts, decisions);
  const isDecided =
    counts.refused === 0 &&
    (counts.hidden === 0 || decisions.hiddenRows === 'enter') &&
    (counts.doubtful === 0 || decisions.doubtfulRows !== undefined) &&
    (view.confirmedBefore === null || decisions.sameFile === 'enter');
  const params = { id: view.id };
  return (
    <section className={classes.decision}>
      {counts.refused === 0 && counts.hidden > 0 ? (
        <Checkbox
          label={t('registers.imports.hiddenEnter', shown(counts.hidden))}
          checked={decisions.hiddenRows === 'enter'}
          onChange={(event) =>
            setDecisions({ ...decisions, hiddenRows: event.currentTarget.checked ? 'enter' : undefined })
          }
        />
      ) : null}
      {counts.refused === 0 && counts.doubtful > 0 ? (
        <Radio.Group
          label={t('registers.imports.doubtfulTitle', shown(counts.doubtful))}
          value={decisions.doubtfulRows ?? ''}
          onChange={(value) => setDecisions({ ...decisions, doubtfulRows: value === 'enter' ? 'enter' : 'skip' })}
        >
          <Radio value="enter" label={t('registers.imports.doubtfulEnter')} mt={6} />
          <Radio value="skip" label={t('registers.imports.doubtfulSkip')} mt={6} />
        </Radio.Group>
      ) : null}
      {counts.refused === 0 && view.confirmedBefore !== null ? (
        <Checkbox
          label={t('registers.imports.sameFile', { at: formatInstant(view.confirmedBefore) })}
          checked={decisions.sameFile === 'enter'}
          onChange={(event) =>
            setDecisions({ ...decisions, sameFile: event.currentTarget.checked ? 'enter' : undefined })
          }
        />
      ) : null}
      {confirm.error ? (
        <ProblemAlert
          problem={confirm.error}
          {...(isProblem(confirm.error, 'import.changed_meanwhile') && {
            onRetry: () => running.check.mutate(view.id),
          })}
        />
      ) : null}
      {counts.refused === 0 && entered.new + entered.changed === 0 && counts.doubtful === 0 ? (
        <p>{t('registers.imports.nothing')}</p>
      ) : null}
      <div className={classes.row}>
        {counts.refused > 0 ? null : (
          <Button
            disabled={!isDecided || entered.new + entered.changed === 0}
            loading={confirm.isPending}
            onClick={() => confirm.mutate({ params, body: decisions })}
          >
            {confirm.isPending ? t('registers.imports.entering') : sayEntered()}
          </Button>
        )}
        {counts.refused > 0 ? null : (
          <Button variant="default" onClick={running.startAnew}>
            {t('registers.imports.another')}
          </Button>
        )}
        <Button variant="subtle" color="red" loading={abandon.isPending} onClick={() => abandon.mutate({ params })}>
          {t('registers.imports.abandon')}
        </Button>
      </div>
    </section>
  );

  function sayEntered(): string {
    const changed = shown(entered.changed);
    if (entered.new === 0 && entered.changed > 0) return t('registers.imports.confirmChangedAlone', changed);
    const words = t('registers.imports.confirmNew', shown(entered.new));
    return entered.changed > 0 ? `${words}, ${t('registers.imports.confirmChanged', changed)}` : words;
  }
}

function countEntered(counts: ImportCounts, decisions: ImportDecisions): { new: number; changed: number } {
  const hidden = decisions.hiddenRows === 'enter' ? counts.hidden : 0;
  const doubtful = decisions.doubtfulRows === 'enter' ? counts.doubtful : 0;
  return { new: counts.new + hidden + doubtful, changed: counts.changed };
}
