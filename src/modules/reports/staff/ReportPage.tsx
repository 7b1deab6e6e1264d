import { Button } from '@mantine/core';
import { IconFileTypeDocx, IconPrinter } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { downloadFile } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { getReviewDocument, getReviewReport, type ReportQuery } from '../reports.contract.ts';
import { QuestionBar } from './QuestionBar.tsx';
import { ReportPaper } from './ReportPaper.tsx';

const route = getRouteApi('/staff/report');

/** The review report of a unit over a span; the whole question stands in the address. */
export function ReportPage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const closed = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
  const to = search.to ?? closed;
  const unit = search.unit ?? (place ? `#${place.unit.id}` : undefined);
  const query: ReportQuery = {
    unit: unit ?? '',
    from: search.from ?? addMonths(to, -11),
    to,
    view: search.view ?? 'then',
    asKnownOn: search.asKnownOn,
    comparison: 'none',
  };
  const report = useApi(getReviewReport, { query }, { enabled: unit !== undefined });
  const download = useMutation({ mutationFn: () => downloadFile(getReviewDocument, { query }) });
  return (
    <>
      <div data-print="no">
        <PageTitle title={t('reports.quickTitle')}>
          <Button
            variant="default"
            leftSection={<IconPrinter size={18} aria-hidden />}
            onClick={() => window.print()}
            disabled={report.data === undefined}
          >
            {t('ui.print')}
          </Button>
          <Button
            leftSection={<IconFileTypeDocx size={18} aria-hidden />}
            onClick={() => download.mutate()}
            loading={download.isPending}
            disabled={report.data === undefined}
          >
            {t('reports.download')}
          </Button>
        </PageTitle>
        <QuestionBar
          query={query}
          unit={report.data?.question.unit ?? null}
          maxMonth={closed}
          onChange={(part) => void navigate({ search: (before) => ({ ...before, ...part }) })}
        />
        {download.error ? <ProblemAlert problem={download.error} onRetry={() => download.mutate()} /> : null}
      </div>
      {unit === undefined ? (
        <EmptyState title={t('reports.noUnit')}>{t('reports.noUnitHint')}</EmptyState>
      ) : (
        <Answered of={report} lines={16}>
          {(answer) => <ReportPaper report={answer} />}
        </Answered>
      )}
    </>
  );
}
