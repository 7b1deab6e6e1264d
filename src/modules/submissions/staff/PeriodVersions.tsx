import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { StateBadge } from '#web/ui/StateBadge.tsx';
import type { Submission } from '../submissions.contract.ts';
import classes from './PeriodPage.module.css';

/** Every version of the period: who handed it in, who decided, why it was corrected. */
export function PeriodVersions({ submission }: { submission: Submission }) {
  const { t } = useTranslation();
  if (submission.versions.length === 0) return null;
  const act = (by: string | null, at: string | null): string =>
    at === null
      ? t('submissions.versions.none')
      : by === null
        ? formatInstant(at)
        : t('submissions.versions.by', { by, at: formatInstant(at) });
  const columns: Column<Submission['versions'][number]>[] = [
    { key: 'version', title: t('submissions.versions.version'), render: (one) => one.version, width: '8%' },
    {
      key: 'state',
      title: t('submissions.versions.state'),
      render: (one) => <StateBadge state={one.state} />,
      phone: 'title',
    },
    {
      key: 'submitted',
      title: t('submissions.versions.submitted'),
      render: (one) => act(one.submittedBy, one.submittedAt),
    },
    { key: 'decided', title: t('submissions.versions.decided'), render: (one) => act(one.decidedBy, one.decidedAt) },
    {
      key: 'reason',
      title: t('submissions.versions.reason'),
      render: (one) => one.correctionReason ?? t('submissions.versions.none'),
    },
  ];
  return (
    <section className={classes.versions} aria-labelledby="versions">
      <h2 id="versions">{t('submissions.versions.title')}</h2>
      <DataTable
        caption={t('submissions.versions.title')}
        columns={columns}
        rows={submission.versions}
        rowKey={(one) => one.version}
      />
    </section>
  );
}
