import { UnstyledButton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import type { ResponseOf } from '#platform/http/route.ts';
import { getUnit } from '#modules/units/units.contract.ts';
import { useMine } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatDay, formatNumber } from '#web/ui/format.ts';
import { MonthPicker } from '#web/ui/MonthPicker.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { type PeriodState, StateBadge } from '#web/ui/StateBadge.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useLanguage, useUnitName } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import type { listSubmissions } from '../submissions.contract.ts';
import { type SubmissionLine } from '../submissions.contract.ts';
import { ClearGroup, FoldedGroup, LinesGroup, UnitsGroup } from './ApproveGroups.tsx';
import { StateProgress } from './StateProgress.tsx';
import { SubmissionPanel } from './SubmissionPanel.tsx';
import { useSubmissionLines } from './useSubmissionLines.ts';
import classes from './ApprovePage.module.css';

const route = getRouteApi('/staff/approve');
const states: PeriodState[] = ['submitted', 'returned', 'missing', 'open', 'approved'];

/** Units × state of a month: what needs a look first, the rest folded; one unit opens beside. */
export function ApprovePage() {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const { place } = useMine();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const running = determineMonthOf(vietnamDay(new Date()));
  const month = search.month ?? addMonths(running, -1);
  const lines = useSubmissionLines({ month, unit: search.unit ?? place?.unit.id });
  const scope = useApi(getUnit, { params: { id: search.unit ?? 0 } }, { enabled: search.unit !== undefined });
  const unit = search.unit === undefined ? place?.unit : scope.data?.unit;
  const change = (part: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const waiting = (lines.data?.items ?? []).filter((line) => line.state === 'submitted');
  return (
    <>
      <PageTitle
        title={t('submissions.approve.title')}
        note={
          lines.data && unit
            ? t('submissions.approve.note', { unit: nameOf(unit), due: formatDay(lines.data.dueOn) })
            : undefined
        }
      >
        {place?.unit.kind === 'nation' ? (
          <UnitPicker
            label={t('submissions.approve.scope')}
            value={scope.data?.unit ?? null}
            kinds={['province']}
            openOnly
            clearable
            onChange={(province) => change({ unit: province?.id, open: undefined })}
          />
        ) : null}
        <MonthPicker
          label={t('submissions.period.label')}
          value={month}
          max={running}
          steps
          onChange={(chosen) => change({ month: chosen, open: undefined })}
        />
      </PageTitle>
      <Answered of={lines} lines={10}>
        {(answer) => (
          <Lines
            answer={answer}
            isWhole={lines.isWhole}
            state={search.state}
            onState={(state) => change({ state })}
            opened={search.open}
            onOpen={(open) => void navigate({ search: (before) => ({ ...before, open }) })}
          />
        )}
      </Answered>
      {search.open === undefined ? null : (
        <SubmissionPanel
          unitId={search.open}
          month={month}
          waiting={waiting}
          line={lines.data?.items.find((line) => line.unit.id === search.open)}
          onOpen={(open) => change({ open })}
        />
      )}
    </>
  );
}

type Answer = ResponseOf<typeof listSubmissions>;

function Lines(props: {
  answer: Answer;
  isWhole: boolean;
  state: PeriodState | undefined;
  onState: (state: PeriodState | undefined) => void;
  opened: number | undefined;
  onOpen: (unitId: number) => void;
}) {
  const { t } = useTranslation();
  const { answer, state, onState } = props;
  const language = useLanguage();
  const total = states.reduce((sum, one) => sum + answer.counts[one], 0);
  if (total === 0) return <EmptyState title={t('submissions.approve.noneOwed')} />;
  return (
    <div className={classes.parts}>
      <section aria-label={t('submissions.approve.progress', { count: total })} className={classes.progress}>
        <StateProgress counts={answer.counts} />
        <div className={classes.states}>
          <UnstyledButton
            className={classes.state}
            aria-pressed={state === undefined}
            onClick={() => onState(undefined)}
          >
            {t('submissions.approve.all')} <strong>{formatNumber(total, language)}</strong>
          </UnstyledButton>
          {states
            .filter((one) => answer.counts[one] > 0 || one === state)
            .map((one) => (
              <UnstyledButton
                key={one}
                className={classes.state}
                aria-pressed={state === one}
                onClick={() => onState(state === one ? undefined : one)}
              >
                <StateBadge state={one} /> <strong>{formatNumber(answer.counts[one], language)}</strong>
              </UnstyledButton>
            ))}
        </div>
      </section>
      <Groups {...props} />
    </div>
  );
}

function Groups(props: Parameters<typeof Lines>[0]) {
  const { t } = useTranslation();
  const { answer, state } = props;
  const items = answer.items.filter((line) => state === undefined || line.state === state);
  const isDue = (line: SubmissionLine): boolean => line.state === 'missing' || line.state === 'open';
  const watch = items.filter((line) => line.state === 'submitted' && line.exceptions.length > 0);
  const clear = items.filter((line) => line.state === 'submitted' && line.exceptions.length === 0);
  const late = items.filter((line) => isDue(line) && line.late);
  const waiting = items.filter((line) => isDue(line) && !line.late);
  const returned = items.filter((line) => line.state === 'returned');
  const approved = items.filter((line) => line.state === 'approved');
  const group = { opened: props.opened, onOpen: props.onOpen, month: answer.month };
  return (
    <>
      {answer.counts.submitted === 0 && state === undefined ? (
        <p className="by-quiet">{t('submissions.approve.nothingToDecide')}</p>
      ) : null}
      <LinesGroup {...group} title={t('submissions.approve.watch')} lines={watch} />
      <ClearGroup {...group} lines={clear} isWhole={props.isWhole} />
      <LinesGroup {...group} title={t('submissions.approve.returned')} lines={returned} />
      <UnitsGroup onOpen={props.onOpen} title={t('submissions.approve.late')} lines={late} />
      <UnitsGroup onOpen={props.onOpen} title={t('submissions.approve.waiting')} lines={waiting} />
      <FoldedGroup opened={props.opened} onOpen={props.onOpen} lines={approved} startsOpen={state === 'approved'} />
    </>
  );
}
