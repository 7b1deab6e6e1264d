import { Button, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconChecks, IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useReach } from '#web/api/me.tsx';
import { useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { formatInstant, formatMonth, formatNumber } from '#web/ui/format.ts';
import { Mark, StateBadge } from '#web/ui/StateBadge.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import {
  approveSubmissions,
  getSubmission,
  getToday,
  listSubmissions,
  type SubmissionLine,
} from '../submissions.contract.ts';
import classes from './ApprovePage.module.css';

type Group = {
  lines: SubmissionLine[];
  month: string;
  opened: number | undefined;
  onOpen: (unitId: number) => void;
};

/** Units of one kind of state, with what to look at. */
export function LinesGroup({ title, lines, ...group }: Group & { title: string }) {
  const language = useLanguage();
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>
        {title} <span className={classes.count}>{formatNumber(lines.length, language)}</span>
      </h2>
      <LinesTable {...group} lines={lines} caption={title} />
    </section>
  );
}

function LinesTable({ lines, opened, onOpen, caption }: Omit<Group, 'month'> & { caption: string }) {
  const { t } = useTranslation();
  const columns: Column<SubmissionLine>[] = [
    {
      key: 'unit',
      title: t('submissions.approve.unit'),
      phone: 'title',
      width: '30%',
      render: (line) => (
        <UnstyledButton
          className={classes.open}
          onClick={() => onOpen(line.unit.id)}
          aria-label={t('submissions.approve.open', { unit: line.unit.name })}
        >
          {line.unit.name}
        </UnstyledButton>
      ),
    },
    {
      key: 'state',
      title: t('submissions.approve.state'),
      width: '16%',
      render: (line) => <StateBadge state={line.state} />,
    },
    {
      key: 'warnings',
      title: t('submissions.approve.warnings'),
      render: (line) =>
        line.exceptions.length === 0 ? (
          '—'
        ) : (
          <span className={classes.warnings}>
            {line.exceptions.map((one) => (
              <Mark key={one.code} tone="soon" icon={<IconAlertTriangle size={14} aria-hidden />}>
                {one.text}
              </Mark>
            ))}
          </span>
        ),
    },
    {
      key: 'submittedAt',
      title: t('submissions.approve.submittedAt'),
      width: '16%',
      render: (line) => (line.submittedAt === null ? '—' : formatInstant(line.submittedAt)),
    },
    {
      key: 'by',
      title: t('submissions.approve.by'),
      width: '16%',
      phone: 'hidden',
      render: (line) => line.submittedBy ?? '—',
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      rows={lines}
      rowKey={(line) => line.unit.id}
      isMarked={(line) => line.unit.id === opened}
    />
  );
}

/** More names than any province has communes are folded. */
const namesShown = 180;

/** Units of which there is nothing to look at yet: names only, side by side. */
export function UnitsGroup({ title, lines, onOpen }: Omit<Group, 'month' | 'opened'> & { title: string }) {
  const { t } = useTranslation();
  const [whole, { open: showAll }] = useDisclosure(false);
  const language = useLanguage();
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>
        {title} <span className={classes.count}>{formatNumber(lines.length, language)}</span>
      </h2>
      <ul className={classes.names}>
        {(whole ? lines : lines.slice(0, namesShown)).map((line) => (
          <li key={line.unit.id}>
            <UnstyledButton
              className={classes.open}
              onClick={() => onOpen(line.unit.id)}
              aria-label={t('submissions.approve.open', { unit: line.unit.name })}
            >
              {line.unit.name}
            </UnstyledButton>{' '}
            {line.state === 'missing' ? null : <StateBadge state={line.state} />}
          </li>
        ))}
      </ul>
      {lines.length > namesShown && !whole ? (
        <Button variant="subtle" size="compact-sm" onClick={showAll} data-print="no">
          {t('submissions.approve.showAllNames', { shown: formatNumber(lines.length, language) })}
        </Button>
      ) : null}
    </section>
  );
}

/** Submissions without a warning: told as a number, approved together. */
export function ClearGroup({ lines, month, isWhole, ...group }: Group & { isWhole: boolean }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const mayApprove = useReach('submission.approve') !== undefined;
  const [shown, { toggle }] = useDisclosure(false);
  const [asking, asked] = useDisclosure(false);
  const count = lines.length;
  const words = { count, shown: formatNumber(count, language), month: formatMonth(month) };
  const approve = useAct(approveSubmissions, {
    refresh: [listSubmissions, getSubmission, getToday],
    onDone: ({ approved }) => {
      asked.close();
      tellDone(t('submissions.approve.approvedMany', { count: approved, shown: formatNumber(approved, language) }));
    },
  });
  if (count === 0) return null;
  return (
    <section>
      <h2>{t('submissions.approve.clear')}</h2>
      <div className={classes.fold}>
        <span className={classes.foldWords}>{t('submissions.approve.clearFold', words)}</span>
        <FoldButton shown={shown} onToggle={toggle} />
        {mayApprove ? (
          <Button
            leftSection={<IconChecks size={18} aria-hidden />}
            onClick={asked.open}
            disabled={!isWhole}
            data-print="no"
          >
            {t('submissions.approve.approveAll')}
          </Button>
        ) : null}
      </div>
      {shown ? <LinesTable {...group} lines={lines} caption={t('submissions.approve.clear')} /> : null}
      <ConfirmDialog
        opened={asking}
        title={t('submissions.approve.approveAllTitle', words)}
        confirm={t('submissions.approve.approveAll')}
        busy={approve.isPending}
        problem={approve.error}
        onConfirm={() =>
          approve.mutate({
            body: { submissions: lines.map(({ unit, revision }) => ({ unitId: unit.id, month, revision })) },
          })
        }
        onClose={asked.close}
      >
        {t('submissions.approve.approveAllText', words)}
      </ConfirmDialog>
    </section>
  );
}

/** What is done, folded. */
export function FoldedGroup(props: Omit<Group, 'month'> & { startsOpen: boolean }) {
  const { lines, startsOpen, opened: openedUnit, onOpen } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const [opened, { toggle }] = useDisclosure(false);
  const shown = opened || startsOpen;
  if (lines.length === 0) return null;
  return (
    <section>
      <h2>{t('submissions.approve.approved')}</h2>
      <div className={classes.fold}>
        <span className={classes.foldWords}>
          {t('submissions.approve.approvedFold', { count: lines.length, shown: formatNumber(lines.length, language) })}
        </span>
        {startsOpen ? null : <FoldButton shown={shown} onToggle={toggle} />}
      </div>
      {shown ? (
        <LinesTable opened={openedUnit} onOpen={onOpen} lines={lines} caption={t('submissions.approve.approved')} />
      ) : null}
    </section>
  );
}

function FoldButton({ shown, onToggle }: { shown: boolean; onToggle: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      aria-expanded={shown}
      rightSection={shown ? <IconChevronUp size={18} aria-hidden /> : <IconChevronDown size={18} aria-hidden />}
      onClick={onToggle}
      data-print="no"
    >
      {t(shown ? 'submissions.approve.hideClear' : 'submissions.approve.showClear')}
    </Button>
  );
}
