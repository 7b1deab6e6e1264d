import { Button, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPencilPlus, IconSend } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '#web/api/client.ts';
import { keyOf, useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { formatMonth } from '#web/ui/format.ts';
import { tellDone } from '#web/ui/toast.tsx';
import { useIndicatorWords } from '#web/ui/useLanguage.ts';
import {
  getSubmission,
  getToday,
  listDrift,
  listSubmissions,
  openCorrection,
  type Submission,
  submitSubmission,
} from '../submissions.contract.ts';
import type { Explanations } from './useExplanations.ts';
import { WarningNote } from './WarningNote.tsx';
import { DecisionActs } from './DecisionActs.tsx';
import classes from './PeriodPage.module.css';

/** What the reader may do with the period now. */
export function PeriodActs(props: { submission: Submission; draftCount: number; explanations: Explanations }) {
  const { submission, draftCount, explanations } = props;
  const { t } = useTranslation();
  const { acts } = submission;
  return (
    <div className={classes.acts} data-print="no">
      {draftCount > 0 && acts.prepare ? (
        <span className={classes.unsaved}>{t('submissions.submit.unsaved', { count: draftCount })}</span>
      ) : null}
      {acts.submit ? <SubmitAct submission={submission} disabled={draftCount > 0} explanations={explanations} /> : null}
      {acts.correct ? <CorrectAct submission={submission} /> : null}
      {acts.approve || acts.return ? <DecisionActs submission={submission} /> : null}
    </div>
  );
}

const afterwards = [getSubmission, listSubmissions, getToday, listDrift];

function SubmitAct(props: { submission: Submission; disabled: boolean; explanations: Explanations }) {
  const { submission, disabled, explanations } = props;
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const [opened, { open, close }] = useDisclosure(false);
  const month = formatMonth(submission.month);
  const submit = useAct(submitSubmission, {
    refresh: afterwards,
    onDone: () => {
      close();
      explanations.forget();
      tellDone(t('submissions.submit.done', { month }));
    },
  });
  const client = useQueryClient();
  // Those without a sentence when the dialog opened stay in it while they are answered; new ones join them.
  const [asked, setAsked] = useState<ReadonlySet<string>>();
  const isOpen = new Set(explanations.open.map((warning) => warning.key));
  const listed = submission.warnings.filter((one) => isOpen.has(one.key) || asked?.has(one.key) === true);
  const aboutOf = (code: string | null): string | undefined => {
    const row = submission.rows.find((one) => one.indicator.code === code);
    return row && nameOf(row.indicator);
  };
  // What is on screen is no longer what would be handed in: show the new one, and let the person press again.
  const lookAgain = (problem: Error): void => {
    if (isToLookAt(problem)) void client.invalidateQueries({ queryKey: keyOf(getSubmission) });
  };
  const params = { unitId: submission.unit.id, month: submission.month };
  const empty = submission.rows.filter((row) => row.value === null).map((row) => nameOf(row.indicator));
  return (
    <>
      <Button
        leftSection={<IconSend size={18} aria-hidden />}
        onClick={() => {
          setAsked(new Set(explanations.open.map((warning) => warning.key)));
          open();
        }}
        disabled={disabled}
      >
        {t('submissions.submit.act')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('submissions.submit.title', { month })}
        confirm={t('submissions.submit.act')}
        busy={submit.isPending}
        disabled={explanations.open.length > 0}
        problem={isToLookAt(submit.error) ? undefined : submit.error}
        onConfirm={() =>
          submit.mutate(
            { params, body: { revision: submission.revision, explanations: explanations.all } },
            { onError: lookAgain },
          )
        }
        onClose={() => {
          setAsked(undefined);
          close();
        }}
      >
        <Stack gap="xs">
          {isToLookAt(submit.error) ? <p>{t('submissions.submit.changed')}</p> : null}
          <p>{t('submissions.submit.text', { unit: submission.unit.name })}</p>
          {empty.length > 0 ? (
            <p>
              {t('submissions.submit.empty', {
                count: empty.length,
                names: toShortList(empty, (count) => t('submissions.submit.others', { count })),
              })}
            </p>
          ) : null}
          {listed.length > 0 ? (
            <>
              <p>{t('submissions.warning.inDialog', { count: listed.length })}</p>
              {listed.map((warning) => (
                <WarningNote
                  key={warning.key}
                  warning={warning}
                  about={aboutOf(warning.indicatorCode)}
                  explanations={explanations}
                />
              ))}
            </>
          ) : null}
        </Stack>
      </ConfirmDialog>
    </>
  );
}

/** What is on screen is no longer what would be handed up, or asks for more than was seen. */
function isToLookAt(problem: unknown): boolean {
  return isProblem(problem, 'request.stale') || isProblem(problem, 'submission.unexplained');
}

const namesShown = 5;

function toShortList(names: string[], others: (count: number) => string): string {
  if (names.length <= namesShown + 1) return names.join('; ');
  return [...names.slice(0, namesShown), others(names.length - namesShown)].join('; ');
}

function CorrectAct({ submission }: { submission: Submission }) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const month = formatMonth(submission.month);
  const correct = useAct(openCorrection, {
    refresh: afterwards,
    onDone: () => {
      close();
      setReason('');
      tellDone(t('submissions.correct.done', { month }));
    },
  });
  return (
    <>
      <Button variant="default" leftSection={<IconPencilPlus size={18} aria-hidden />} onClick={open}>
        {t('submissions.correct.act')}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t('submissions.correct.title', { month })}
        confirm={t('submissions.correct.act')}
        busy={correct.isPending}
        disabled={reason.trim().length < 3}
        problem={correct.error}
        onConfirm={() =>
          correct.mutate({
            params: { unitId: submission.unit.id, month: submission.month },
            body: { reason: reason.trim() },
          })
        }
        onClose={close}
      >
        <Stack gap="sm">
          <p>{t('submissions.correct.text')}</p>
          <TextInput
            label={t('submissions.correct.reason')}
            placeholder={t('submissions.correct.reasonHint')}
            required
            data-autofocus
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Stack>
      </ConfirmDialog>
    </>
  );
}
