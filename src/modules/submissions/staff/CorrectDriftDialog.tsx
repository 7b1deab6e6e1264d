import { Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnitRef } from '#registers/declaration.ts';
import { isProblem } from '#web/api/client.ts';
import { useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { formatMonth } from '#web/ui/format.ts';
import { tellDone } from '#web/ui/toast.tsx';
import { correctDrift, getSubmission, getToday, listDrift, listSubmissions } from '../submissions.contract.ts';
import { shortestSentence } from './useExplanations.ts';
import classes from './DriftPage.module.css';

/** What the server answers of each figure that asks for a second look. */
type Asked = { month: string; key: string; text: string };

/** Takes the register's figures into corrections of the months and hands them up, with one reason. */
export function CorrectDriftDialog({
  unit,
  months,
  onClose,
}: {
  unit: UnitRef;
  months: string[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState<Asked[]>([]);
  const [sentences, setSentences] = useState<Record<string, string>>({});
  const sentenceOf = (one: Asked): string => sentences[`${one.month} ${one.key}`] ?? reason;
  const act = useAct(correctDrift, {
    refresh: [listDrift, getSubmission, listSubmissions, getToday],
    onDone: ({ corrected }) => {
      onClose();
      tellDone(t('submissions.drift.done', { count: corrected }));
    },
  });
  const isAsking = isProblem(act.error, 'submission.unexplained');
  const confirm = (): void =>
    act.mutate(
      {
        params: { unitId: unit.id },
        body: {
          reason: reason.trim(),
          months,
          explanations: asked.map((one) => ({ month: one.month, key: one.key, sentence: sentenceOf(one).trim() })),
        },
      },
      {
        onError: (problem) => {
          if (isProblem(problem, 'submission.unexplained'))
            setAsked((before) => [...before, ...(problem.params.warnings as Asked[])]);
        },
      },
    );
  const isShort = [reason, ...asked.map(sentenceOf)].some((text) => text.trim().length < shortestSentence);
  return (
    <ConfirmDialog
      opened
      title={t('submissions.drift.dialog', { unit: unit.name })}
      confirm={t('submissions.submit.act')}
      busy={act.isPending}
      disabled={isShort}
      problem={isAsking ? undefined : act.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Stack gap="sm">
        <p>{t('submissions.drift.text', { count: months.length, months: months.map(formatMonth).join(', ') })}</p>
        <TextInput
          label={t('submissions.drift.reason')}
          placeholder={t('submissions.drift.reasonHint')}
          required
          data-autofocus
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {asked.length > 0 ? (
          <div className={classes.asked}>
            <p role="alert">{t('submissions.drift.asked')}</p>
            {asked.map((one) => (
              <Textarea
                key={`${one.month} ${one.key}`}
                label={`${t('submissions.drift.aboutMonth', { month: formatMonth(one.month) })}: ${one.text}`}
                required
                autosize
                minRows={1}
                maxLength={500}
                value={sentenceOf(one)}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setSentences((before) => ({ ...before, [`${one.month} ${one.key}`]: value }));
                }}
              />
            ))}
          </div>
        ) : null}
      </Stack>
    </ConfirmDialog>
  );
}
