import { ActionIcon, Button, Group, Select, Stack, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { useIndicatorWords } from '#web/ui/useLanguage.ts';
import {
  getSubmission,
  getToday,
  listSubmissions,
  returnSubmission,
  type Submission,
} from '../submissions.contract.ts';
import classes from './ReturnDialog.module.css';

type Reason = { id: number; indicatorCode: string | null; reason: string };

const whole = '';

/** Why a submission goes back: at the figure that it concerns, or at the whole. */
export function ReturnDialog(props: {
  submission: Submission;
  startsWith: string | null;
  onClose: () => void;
  onReturned?: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const { submission } = props;
  const [reasons, setReasons] = useState<Reason[]>([{ id: 0, indicatorCode: props.startsWith, reason: '' }]);
  const unit = submission.unit.name;
  const act = useAct(returnSubmission, {
    refresh: [getSubmission, listSubmissions, getToday],
    onDone: () => {
      tellDone(t('submissions.return.done', { unit }));
      props.onClose();
      props.onReturned?.();
    },
  });
  const change = (id: number, part: Partial<Reason>): void =>
    setReasons((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const options = [
    { value: whole, label: t('submissions.return.whole') },
    ...submission.rows.map((row) => ({ value: row.indicator.code, label: nameOf(row.indicator) })),
  ];
  return (
    <ConfirmDialog
      opened
      title={t('submissions.return.title', { unit })}
      confirm={t('submissions.return.act')}
      danger
      busy={act.isPending}
      disabled={reasons.some((one) => one.reason.trim().length < 3)}
      problem={act.error}
      onConfirm={() =>
        act.mutate({
          params: { unitId: submission.unit.id, month: submission.month },
          body: {
            revision: submission.revision,
            reasons: reasons.map(({ indicatorCode, reason }) => ({ indicatorCode, reason: reason.trim() })),
          },
        })
      }
      onClose={props.onClose}
    >
      <Stack gap="md">
        <p>{t('submissions.return.text')}</p>
        {reasons.map((one, index) => (
          <ReasonFields
            key={one.id}
            reason={one}
            options={options}
            isFirst={index === 0}
            onChange={(part) => change(one.id, part)}
            onRemove={
              reasons.length > 1
                ? () => setReasons((before) => before.filter((other) => other.id !== one.id))
                : undefined
            }
          />
        ))}
        <div>
          <Button
            variant="subtle"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() =>
              setReasons((before) => [
                ...before,
                { id: Math.max(...before.map((one) => one.id)) + 1, indicatorCode: null, reason: '' },
              ])
            }
          >
            {t('submissions.return.add')}
          </Button>
        </div>
      </Stack>
    </ConfirmDialog>
  );
}

function ReasonFields(props: {
  reason: Reason;
  options: { value: string; label: string }[];
  isFirst: boolean;
  onChange: (part: Partial<Reason>) => void;
  onRemove: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const { reason, options, onChange, onRemove } = props;
  return (
    <fieldset className={classes.reason}>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <Select
          label={t('submissions.return.onWhat')}
          data={options}
          value={reason.indicatorCode ?? whole}
          onChange={(value) => onChange({ indicatorCode: value === null || value === whole ? null : value })}
          allowDeselect={false}
          searchable
          style={{ flex: 1 }}
        />
        {onRemove ? (
          <ActionIcon variant="default" size="lg" aria-label={t('submissions.return.remove')} onClick={onRemove}>
            <IconTrash size={18} aria-hidden />
          </ActionIcon>
        ) : null}
      </Group>
      <Textarea
        label={t('submissions.return.reason')}
        placeholder={t('submissions.return.reasonHint')}
        required
        autosize
        minRows={2}
        maxLength={500}
        data-autofocus={props.isFirst ? true : undefined}
        value={reason.reason}
        onChange={(event) => onChange({ reason: event.currentTarget.value })}
      />
    </fieldset>
  );
}
