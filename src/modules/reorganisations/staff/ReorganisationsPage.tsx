import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatDay } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { listReorganisations } from '../reorganisations.contract.ts';
import { PlanState } from './PlanState.tsx';

/** Reorganisations planned, applied and withdrawn. */
export function ReorganisationsPage() {
  const { t } = useTranslation();
  const mayManage = useReach('reorganisation.manage') !== undefined;
  const plans = useApi(listReorganisations, {});
  const add = mayManage ? (
    <LinkButton to="/reorganisations/new" leftSection={<IconPlus size={18} aria-hidden />}>
      {t('reorganisations.open')}
    </LinkButton>
  ) : null;
  return (
    <>
      <PageTitle title={t('reorganisations.title')} note={t('reorganisations.note')}>
        {add}
      </PageTitle>
      <Answered of={plans}>
        {({ items }) => (
          <DataTable
            caption={t('reorganisations.title')}
            rows={items}
            rowKey={(plan) => plan.id}
            empty={<EmptyState title={t('reorganisations.none')}>{t('reorganisations.noneHint')}</EmptyState>}
            columns={[
              {
                key: 'title',
                title: t('reorganisations.name'),
                phone: 'title',
                width: '36%',
                render: (plan) => (
                  <Link to="/reorganisations/$planId" params={{ planId: String(plan.id) }}>
                    {plan.title}
                  </Link>
                ),
              },
              { key: 'state', title: t('reorganisations.stateTitle'), render: (plan) => <PlanState plan={plan} /> },
              { key: 'day', title: t('reorganisations.day'), render: (plan) => formatDay(plan.takesEffectOn) },
              { key: 'document', title: t('reorganisations.document'), render: (plan) => plan.documentNumber },
              {
                key: 'counts',
                title: t('reorganisations.counts'),
                render: (plan) => t('reorganisations.countsOf', { ended: plan.endedCount, founded: plan.foundedCount }),
              },
            ]}
          />
        )}
      </Answered>
    </>
  );
}
