import { ActionIcon, Group } from '@mantine/core';
import { IconAlertTriangle, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { formatDays, formatInstant, formatMonth } from '#web/ui/format.ts';
import { SidePanel } from '#web/ui/SidePanel.tsx';
import { Mark, StateBadge } from '#web/ui/StateBadge.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { getSubmission, type Submission, type SubmissionLine } from '../submissions.contract.ts';
import { DecisionActs } from './DecisionActs.tsx';
import { PeriodTable } from './PeriodTable.tsx';
import { WarningNote } from './WarningNote.tsx';
import classes from './ApprovePage.module.css';

/** One unit's submission beside the grid: what differs, then the decision; from one waiting to the next. */
export function SubmissionPanel(props: {
  unitId: number;
  month: string;
  line: SubmissionLine | undefined;
  /** All that await a decision, in the order of the grid. */
  waiting: SubmissionLine[];
  onOpen: (unitId: number | undefined) => void;
}) {
  const { t } = useTranslation();
  const { unitId, month, waiting, onOpen } = props;
  const submission = useApi(getSubmission, { params: { unitId, month } });
  const at = waiting.findIndex((line) => line.unit.id === unitId);
  const neighbour = (step: number): number | undefined => waiting[at + step]?.unit.id;
  const title = submission.data?.unit.id === unitId ? submission.data.unit.name : (props.line?.unit.name ?? '');
  return (
    <SidePanel
      opened
      wide
      onClose={() => onOpen(undefined)}
      title={`${title} · ${t('month.name', { month: formatMonth(month) })}`}
    >
      {at >= 0 && waiting.length > 1 ? (
        <Group justify="space-between" mb="sm">
          <span className="by-quiet">{t('submissions.approve.position', { at: at + 1, of: waiting.length })}</span>
          <Group gap="xs">
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('submissions.approve.previous')}
              disabled={neighbour(-1) === undefined}
              onClick={() => onOpen(neighbour(-1))}
            >
              <IconChevronLeft size={18} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('submissions.approve.next')}
              disabled={neighbour(1) === undefined}
              onClick={() => onOpen(neighbour(1))}
            >
              <IconChevronRight size={18} aria-hidden />
            </ActionIcon>
          </Group>
        </Group>
      ) : null}
      <Answered of={submission} lines={12}>
        {(answer) => (
          <Body
            key={`${answer.unit.id} ${answer.month}`}
            submission={answer}
            line={props.line}
            onDecided={() => onOpen(neighbour(1) ?? neighbour(-1))}
          />
        )}
      </Answered>
    </SidePanel>
  );
}

function Body(props: { submission: Submission; line: SubmissionLine | undefined; onDecided: () => void }) {
  const { t } = useTranslation();
  const { submission, line } = props;
  const [returnFor, setReturnFor] = useState<string | null>(null);
  const { acts, versions } = submission;
  const latest = versions[0];
  const mayDecide = acts.approve || acts.return;
  const mayApprove = useReach('submission.approve') !== undefined;
  return (
    <div className={classes.panel}>
      <div className={classes.panelHead}>
        <StateBadge state={submission.state} />
        <span className="by-quiet">{formatDays(submission.fromDay, submission.toDay)}</span>
        {latest?.submittedAt ? (
          <span className="by-quiet">
            {t('submissions.versions.submitted')}:{' '}
            {[latest.submittedBy, formatInstant(latest.submittedAt)].filter(Boolean).join(', ')}
          </span>
        ) : null}
        <Link to="/period" search={{ unit: submission.unit.id, month: submission.month }}>
          {t('submissions.approve.whole')}
        </Link>
      </div>
      {line && line.exceptions.length > 0 ? (
        <div className={classes.warnings}>
          {line.exceptions.map((one) => (
            <Mark key={one.code} tone="soon" icon={<IconAlertTriangle size={14} aria-hidden />}>
              {one.text}
            </Mark>
          ))}
        </div>
      ) : null}
      {submission.correctionReason === null ? null : (
        <p>
          {t('submissions.period.correction', { version: submission.version, reason: submission.correctionReason })}
        </p>
      )}
      {submission.warnings
        .filter((warning) => warning.indicatorCode === null)
        .map((warning) => (
          <WarningNote key={warning.key} warning={warning} />
        ))}
      {mayDecide ? (
        <div className={classes.decide} data-print="no">
          {mayApprove && !acts.approve ? <p className="by-quiet">{t('submissions.approve.own')}</p> : null}
          <DecisionActs
            submission={submission}
            returnFor={returnFor}
            onReturnClosed={() => setReturnFor(null)}
            onDecided={props.onDecided}
          />
        </div>
      ) : null}
      <PeriodTable submission={submission} onReturn={acts.return ? setReturnFor : undefined} />
    </div>
  );
}
