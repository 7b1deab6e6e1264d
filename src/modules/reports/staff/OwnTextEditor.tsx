import { Button, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '#web/api/client.ts';
import { keyOf, useAct } from '#web/api/query.ts';
import { ProblemAlert, StaleChoice } from '#web/ui/ProblemAlert.tsx';
import { useDraft } from '#web/ui/useDraft.ts';
import type { SectionKey } from '../report-sections.rules.ts';
import { getReport, writeText } from '../saved-reports.contract.ts';
import classes from './ReportEditor.module.css';

type Kept = { text: string; version: number };

const restMilliseconds = 1200;

/**
 * The writer's own text of a section: kept on this device with every letter, on the server after a short rest. What
 * somebody else wrote meanwhile is shown beside it and never overwritten.
 */
export function OwnTextEditor(props: {
  reportId: string;
  section: SectionKey;
  title: string;
  kept: Kept;
  /** A section that lives from this text: its field stands open while it is empty. */
  isMain: boolean;
  /** Sentences that the figures offer, to be taken over into the text. */
  facts: string[];
}) {
  const { t } = useTranslation();
  const { reportId, section, title, kept, facts } = props;
  const [draft, setDraft] = useDraft(`report.${reportId}.${section}`);
  const [base, setBase] = useState(kept);
  const client = useQueryClient();
  const save = useAct(writeText);
  // A newer text of the server counts as long as nothing is typed here.
  const known = draft === null && kept.version > base.version ? kept : base;
  const text = draft ?? known.text;
  const typed = useRef(text);
  const stale = isProblem(save.error, 'request.stale') ? (save.error.params as { current: Kept }).current : null;

  const change = (next: string): void => {
    typed.current = next;
    setDraft(next);
    if (save.error && !stale) save.reset();
  };
  const send = (version: number): void => {
    const sent = typed.current;
    save.mutate(
      { params: { id: reportId, section }, body: { version, text: sent } },
      {
        onSuccess: (answer) => {
          setBase(answer);
          if (typed.current === sent) setDraft(null);
          void client.invalidateQueries({ queryKey: keyOf(getReport) });
        },
      },
    );
  };
  const latest = useRef(() => send(known.version));
  useEffect(() => {
    typed.current = text;
    latest.current = () => send(known.version);
  });
  const isWaiting = draft !== null && draft !== known.text && !save.isPending && save.error === null;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => latest.current(), restMilliseconds);
    return () => clearTimeout(timer);
  }, [isWaiting]);

  const [isOpened, setOpened] = useState(props.isMain || text !== '');
  if (!isOpened) {
    return (
      <div data-print="no">
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={t('reports.own.openOf', { section: title })}
          onClick={() => setOpened(true)}
        >
          {t('reports.own.open')}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.own} data-print="no">
      <Textarea
        label={t('reports.own.label', { section: title })}
        placeholder={t('reports.own.hint')}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
        autosize
        minRows={2}
        maxLength={20_000}
        classNames={{ input: classes.ownInput }}
      />
      <p className={classes.saved} role="status">
        {draft === null || draft === known.text
          ? known.version > 0
            ? t('reports.own.saved')
            : ''
          : t('reports.own.drafted')}
      </p>
      {facts.length > 0 ? (
        <details className={classes.facts}>
          <summary>{t('reports.own.facts')}</summary>
          <ul>
            {facts.map((fact) => (
              <li key={fact}>
                {fact}{' '}
                <Button
                  size="compact-sm"
                  variant="light"
                  disabled={text.includes(fact)}
                  onClick={() => change(text.trim() === '' ? fact : `${text.trimEnd()}\n${fact}`)}
                >
                  {t('reports.own.take')}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {stale ? (
        <StaleChoice
          rows={[{ label: title, mine: text, current: stale.text }]}
          busy={save.isPending}
          onTakeCurrent={() => {
            setBase(stale);
            setDraft(null);
            save.reset();
          }}
          onKeepMine={() => {
            setBase(stale);
            send(stale.version);
          }}
        />
      ) : save.error ? (
        <ProblemAlert problem={save.error} onRetry={() => send(known.version)} />
      ) : null}
    </div>
  );
}
