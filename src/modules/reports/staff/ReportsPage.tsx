import { Button } from '@mantine/core';
import { IconFilePlus, IconFileText, IconTarget, IconTemplate } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { useMine, useReach } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatInstant, formatMonth } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { beginReport, listReports, type SavedReport } from '../saved-reports.contract.ts';
import { ReportForm } from './ReportForm.tsx';

/** The gallery: what was written, what is being written, and where to begin. */
export function ReportsPage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const mayWrite = useReach('report.write') !== undefined;
  const reports = useApi(listReports, { query: {} });
  const [isBeginning, setBeginning] = useState(false);
  const beginButton = mayWrite ? (
    <Button leftSection={<IconFilePlus size={18} aria-hidden />} onClick={() => setBeginning(true)}>
      {t('reports.begin')}
    </Button>
  ) : null;
  return (
    <>
      <PageTitle title={t('reports.title')} note={t('reports.note')}>
        <LinkButton to="/report" variant="default" leftSection={<IconFileText size={18} aria-hidden />}>
          {t('reports.quick')}
        </LinkButton>
        <LinkButton to="/targets" variant="default" leftSection={<IconTarget size={18} aria-hidden />}>
          {t('reports.targets.title')}
        </LinkButton>
        <LinkButton to="/report-templates" variant="default" leftSection={<IconTemplate size={18} aria-hidden />}>
          {t('reports.templates.title')}
        </LinkButton>
        {beginButton}
      </PageTitle>
      <Answered of={reports}>
        {({ items }) => (
          <DataTable
            caption={t('reports.list')}
            rows={items}
            rowKey={(report) => report.id}
            empty={
              <EmptyState title={t('reports.none')} action={beginButton}>
                {t('reports.noneHint')}
              </EmptyState>
            }
            columns={[
              {
                key: 'title',
                title: t('reports.name'),
                phone: 'title',
                width: '44%',
                render: (report) => (
                  <Link to="/reports/$reportId" params={{ reportId: report.id }}>
                    {report.title}
                  </Link>
                ),
              },
              { key: 'unit', title: t('reports.unit'), render: (report) => report.unit.name },
              {
                key: 'span',
                title: t('reports.span'),
                render: (report) => `${formatMonth(report.from)}–${formatMonth(report.to)}`,
              },
              { key: 'state', title: t('reports.state'), render: (report) => <ReportState report={report} /> },
              {
                key: 'changed',
                title: t('reports.changed'),
                render: (report) => `${formatInstant(report.changedAt)}, ${report.changedBy}`,
              },
            ]}
          />
        )}
      </Answered>
      {isBeginning && place ? (
        <BeginReport unit={{ id: place.unit.id, name: place.unit.nameVi }} onClose={() => setBeginning(false)} />
      ) : null}
    </>
  );
}

export function ReportState({ report }: { report: SavedReport }) {
  const { t } = useTranslation();
  return <span>{t(`reports.states.${report.state}`)}</span>;
}

function BeginReport({ unit, onClose }: { unit: { id: number; name: string }; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const begin = useAct(beginReport, {
    refresh: [listReports],
    onDone: ({ id }) => void navigate({ to: '/reports/$reportId', params: { reportId: id } }),
  });
  const to = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
  return (
    <ReportForm
      title={t('reports.begin')}
      submit={t('reports.beginAct')}
      isNew
      start={{
        unit,
        kind: 'interim',
        from: addMonths(to, -5),
        to,
        view: 'then',
        asKnownOn: null,
        comparison: 'before',
        title: '',
      }}
      busy={begin.isPending}
      problem={begin.error}
      onClose={onClose}
      onSubmit={({ unit: chosen, title, ...fields }) =>
        begin.mutate({
          body: { unitId: chosen.id, ...fields, ...(title.trim() === '' ? {} : { title }) },
        })
      }
    />
  );
}
