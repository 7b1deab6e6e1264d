import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAct } from '#web/api/query.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import {
  approveSubmissions,
  getSubmission,
  getToday,
  listSubmissions,
  type Submission,
} from '../submissions.contract.ts';
import { ReturnDialog } from './ReturnDialog.tsx';

/** Approve, or return with reasons. returnFor: the figure for which the reader has just asked to return it. */
export function DecisionActs(props: {
  submission: Submission;
  returnFor?: string | null;
  onReturnClosed?: () => void;
  onDecided?: () => void;
}) {
  const { t } = useTranslation();
  const { submission } = props;
  const [opened, { open, close }] = useDisclosure(false);
  const unit = submission.unit.name;
  const approve = useAct(approveSubmissions, {
    refresh: [getSubmission, listSubmissions, getToday],
    onDone: () => {
      tellDone(t('submissions.approve.done', { unit }));
      props.onDecided?.();
    },
  });
  const isReturning = opened || (props.returnFor ?? null) !== null;
  return (
    <>
      {submission.acts.return ? (
        <Button variant="default" color="red" leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={open}>
          {t('submissions.return.act')}
        </Button>
      ) : null}
      {submission.acts.approve ? (
        <Button
          leftSection={<IconCheck size={18} aria-hidden />}
          loading={approve.isPending}
          onClick={() =>
            approve.mutate({
              body: {
                submissions: [{ unitId: submission.unit.id, month: submission.month, revision: submission.revision }],
              },
            })
          }
        >
          {t('submissions.approve.act')}
        </Button>
      ) : null}
      {approve.error ? <ProblemAlert problem={approve.error} /> : null}
      {isReturning ? (
        <ReturnDialog
          submission={submission}
          startsWith={props.returnFor ?? null}
          onClose={() => {
            close();
            props.onReturnClosed?.();
          }}
          onReturned={props.onDecided}
        />
      ) : null}
    </>
  );
}
