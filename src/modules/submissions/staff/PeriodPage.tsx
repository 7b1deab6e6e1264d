import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp, IconInfoCircle, IconPencilPlus } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { isProblem } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatDay, formatDays, formatInstant } from '#web/ui/format.ts';
import { MonthPicker } from '#web/ui/MonthPicker.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { UnsavedGuard } from '#web/ui/UnsavedGuard.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { getSubmission, type Submission } from '../submissions.contract.ts';
import { PeriodActs } from './PeriodActs.tsx';
import { PeriodSteps } from './PeriodSteps.tsx';
import { PeriodEntry } from './PeriodEntry.tsx';
import { PeriodVersions } from './PeriodVersions.tsx';
import { RegisterKeeping } from './RegisterKeeping.tsx';
import { type Explanations, useExplanations } from './useExplanations.ts';
import { useSupplements } from './useSupplements.ts';
import { WarningNote } from './WarningNote.tsx';
import classes from './PeriodPage.module.css';

const route = getRouteApi('/staff/period');

/** One unit's submission for one month: look, complete, hand in, correct. */
export function PeriodPage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const running = determineMonthOf(vietnamDay(new Date()));
  const month = search.month ?? addMonths(running, -1);
  const unitId = search.unit ?? place?.unit.id;
  const submission = useApi(
    getSubmission,
    { params: { unitId: unitId ?? 0, month } },
    { enabled: unitId !== undefined },
  );
  const shown = submission.data;
  const note = shown
    ? t('submissions.period.note', {
        unit: shown.unit.name,
        days: formatDays(shown.fromDay, shown.toDay),
        due: formatDay(shown.dueOn),
      })
    : undefined;
  return (
    <>
      <PageTitle title={t('submissions.period.title')} note={note}>
        <MonthPicker
          label={t('submissions.period.label')}
          value={month}
          max={running}
          steps
          onChange={(chosen) => void navigate({ search: (before) => ({ ...before, month: chosen }), replace: true })}
        />
      </PageTitle>
      {unitId === undefined ? (
        <EmptyState title={t('submissions.period.noUnit')}>{t('submissions.period.noUnitHint')}</EmptyState>
      ) : isProblem(submission.error, 'submission.not_owed') ? (
        <EmptyState title={submission.error.title}>{t('submissions.period.notOwedHint')}</EmptyState>
      ) : (
        <Answered of={submission} lines={12}>
          {(answer) => <Period key={`${answer.unit.id} ${answer.month}`} submission={answer} />}
        </Answered>
      )}
    </>
  );
}

function Period({ submission }: { submission: Submission }) {
  const { t } = useTranslation();
  const place =
    submission.unit.kind === 'commune' || submission.unit.kind === 'province' ? submission.unit.kind : 'other';
  const supplements = useSupplements(submission, t(`submissions.entry.book.${place}`));
  const explanations = useExplanations(submission);
  const passing = submission.acts.submit ? explanations : undefined;
  return (
    <div className={classes.parts}>
      <UnsavedGuard when={supplements.draftCount > 0} />
      <div className={classes.head}>
        <PeriodSteps state={submission.state} />
        <PeriodActs submission={submission} draftCount={supplements.draftCount} explanations={explanations} />
      </div>
      <Said submission={submission} />
      <WarningsSaid submission={submission} explanations={passing} />
      <PeriodEntry submission={submission} supplements={supplements} explanations={passing} />
      <RegisterKeeping submission={submission} />
      <PeriodVersions submission={submission} />
    </div>
  );
}

/** What must be known before the figures are read: returned, a correction, still running, whose turn it is. */
function Said({ submission }: { submission: Submission }) {
  const { t } = useTranslation();
  const { state, acts } = submission;
  const isEditing = state === 'missing' || state === 'open' || state === 'returned';
  const open = submission.returns.filter((one) => !one.mended);
  const concerned = submission.rows.filter((row) => row.returns.some((one) => !one.mended)).length;
  return (
    <div className={classes.said}>
      {state === 'returned' ? (
        <Alert color="red" icon={<IconArrowBackUp aria-hidden />} title={t('submissions.period.returned')}>
          {concerned > 0 ? <p>{t('submissions.period.returnedRows', { count: concerned })}</p> : null}
          {open.map((one) => (
            <p key={`${one.at} ${one.reason}`}>
              {one.reason}{' '}
              <span className="by-quiet">
                ({t('submissions.row.returnedBy', { by: one.by, at: formatInstant(one.at) })})
              </span>
            </p>
          ))}
        </Alert>
      ) : null}
      {submission.correctionReason !== null && state !== 'approved' ? (
        <Alert
          color="blue"
          icon={<IconPencilPlus aria-hidden />}
          title={t('submissions.period.correction', {
            version: submission.version,
            reason: submission.correctionReason,
          })}
        >
          {t('submissions.period.correctionHint')}
        </Alert>
      ) : null}
      {isEditing && !submission.closed ? (
        <Quiet>{t('submissions.period.running', { day: formatDay(submission.toDay) })}</Quiet>
      ) : null}
      {isEditing && submission.closed && acts.prepare && !acts.submit ? (
        <Quiet>{t('submissions.period.notSubmittable')}</Quiet>
      ) : null}
      {state === 'submitted' && !acts.approve ? <Quiet>{t('submissions.period.awaiting')}</Quiet> : null}
    </div>
  );
}

/** How many things ask for a second look, and those that concern the period as a whole. */
function WarningsSaid(props: { submission: Submission; explanations: Explanations | undefined }) {
  const { t } = useTranslation();
  const { submission, explanations } = props;
  const count = submission.warnings.filter((one) => one.needsSentence && !one.passed).length;
  const whole = submission.warnings.filter((one) => one.indicatorCode === null);
  if (count === 0 && whole.length === 0) return null;
  return (
    <div className={classes.said}>
      {count > 0 ? (
        <p className={classes.quiet} role="status">
          <IconAlertTriangle size={18} aria-hidden /> {t('submissions.warning.count', { count })}
        </p>
      ) : null}
      {whole.map((warning) => (
        <WarningNote key={warning.key} warning={warning} explanations={explanations} />
      ))}
    </div>
  );
}

function Quiet({ children }: { children: string }) {
  return (
    <p className={classes.quiet}>
      <IconInfoCircle size={18} aria-hidden /> {children}
    </p>
  );
}
