import { useTranslation } from 'react-i18next';
import type { ChoiceField } from '#registers/declaration.ts';
import { useMine } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatDay } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { feedback, listDueFeedback } from '../feedback.contract.ts';

/** Feedback of the chosen place that waits, the earliest due first. */
export function FeedbackDuePage() {
  const { t } = useTranslation();
  const say = useSay();
  const { place } = useMine();
  const due = useApi(listDueFeedback, { query: place?.unit.kind === 'commune' ? { unit: place.unit.id } : {} });
  const nameOf = (field: string, code: string): string =>
    say((feedback.fields[field] as ChoiceField).options[code] ?? { vi: code, en: code });
  return (
    <>
      <PageTitle title={t('feedback.title')} note={t('feedback.note')} />
      <Answered of={due}>
        {({ items, overdue }) => (
          <>
            {overdue > 0 ? <p role="status">{t('feedback.overdue', { count: overdue })}</p> : null}
            <DataTable
              caption={t('feedback.title')}
              rows={items}
              rowKey={(item) => item.id}
              empty={<EmptyState title={t('feedback.none')}>{t('feedback.noneHint')}</EmptyState>}
              columns={[
                {
                  key: 'begins',
                  title: t('feedback.begins'),
                  phone: 'title',
                  width: '36%',
                  render: (item) => item.begins,
                },
                { key: 'category', title: t('feedback.category'), render: (item) => nameOf('category', item.category) },
                { key: 'unit', title: t('feedback.unit'), render: (item) => item.unit.name },
                {
                  key: 'dueOn',
                  title: t('feedback.dueOn'),
                  render: (item) => (
                    <>
                      {formatDay(item.dueOn)}{' '}
                      {item.isOverdue ? <Mark tone="danger">{t('feedback.isOverdue')}</Mark> : null}
                    </>
                  ),
                },
                {
                  key: 'publication',
                  title: t('feedback.publication'),
                  render: (item) => nameOf('publication', item.publication),
                },
                { key: 'supporters', title: t('feedback.supporters'), render: (item) => item.supporters },
                {
                  key: 'act',
                  title: t('feedback.act'),
                  render: (item) => (
                    <LinkButton
                      to="/registers/$register"
                      params={{ register: 'feedback' }}
                      search={{ record: item.id }}
                      size="compact-sm"
                      variant="default"
                      aria-label={t('feedback.openOf', { what: item.begins.slice(0, 60) })}
                    >
                      {t('feedback.open')}
                    </LinkButton>
                  ),
                },
              ]}
            />
          </>
        )}
      </Answered>
    </>
  );
}
