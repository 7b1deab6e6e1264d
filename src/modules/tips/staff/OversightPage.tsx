import { useTranslation } from 'react-i18next';
import { useApi } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { listOverdueTips, listTipOpenings } from '../inbox.contract.ts';
import classes from './Inbox.module.css';

/** For heads and superiors: how many tips wait where, and who opened which; never what stands in one. */
export function OversightPage() {
  const { t } = useTranslation();
  const overdue = useApi(listOverdueTips, {});
  const openings = useApi(listTipOpenings, {});
  return (
    <>
      <PageTitle title={t('tips.oversight.title')} note={t('tips.oversight.note')}>
        <LinkButton to="/tip-oversight/difficult-areas" variant="default">
          {t('tips.difficult.title')}
        </LinkButton>
      </PageTitle>
      <div className={classes.parts}>
        <section aria-labelledby="waiting">
          <h2 id="waiting">{t('tips.oversight.waiting')}</h2>
          <Answered of={overdue} lines={4}>
            {({ items }) => (
              <DataTable
                caption={t('tips.oversight.waiting')}
                rows={items}
                rowKey={({ unit }) => unit.id}
                empty={<EmptyState title={t('tips.oversight.none')}>{t('tips.oversight.noneHint')}</EmptyState>}
                columns={[
                  { key: 'unit', title: t('tips.changes.unit'), phone: 'title', render: ({ unit }) => unit.name },
                  {
                    key: 'late',
                    title: t('tips.oversight.late'),
                    numeric: true,
                    phone: 'third',
                    render: ({ late }) => (late > 0 ? <Mark tone="danger">{late}</Mark> : '0'),
                  },
                  {
                    key: 'open',
                    title: t('tips.oversight.open'),
                    numeric: true,
                    phone: 'third',
                    render: ({ open }) => String(open),
                  },
                  {
                    key: 'unread',
                    title: t('tips.oversight.unread'),
                    numeric: true,
                    phone: 'third',
                    render: ({ unread }) => String(unread),
                  },
                ]}
              />
            )}
          </Answered>
        </section>
        <section aria-labelledby="openings">
          <h2 id="openings">{t('tips.oversight.openings')}</h2>
          <Answered of={openings} lines={4}>
            {({ items }) => (
              <DataTable
                caption={t('tips.oversight.openings')}
                rows={items}
                rowKey={({ tipId, at, by, reason }) => `${tipId} ${at} ${by} ${reason} ${Math.random()}`}
                empty={
                  <EmptyState title={t('tips.oversight.noOpenings')}>{t('tips.oversight.noOpeningsHint')}</EmptyState>
                }
                columns={[
                  { key: 'by', title: t('tips.oversight.by'), phone: 'title', render: ({ by }) => by },
                  {
                    key: 'reason',
                    title: t('tips.open.reason'),
                    render: ({ reason }) => t(`tips.open.reasons.${reason as 'verifying'}`),
                  },
                  { key: 'unit', title: t('tips.changes.unit'), render: ({ unit }) => unit.name },
                  { key: 'at', title: t('tips.oversight.at'), render: ({ at }) => formatInstant(at) },
                  { key: 'tip', title: t('tips.oversight.tip'), render: ({ tipId }) => tipId.slice(0, 8) },
                ]}
              />
            )}
          </Answered>
        </section>
      </div>
    </>
  );
}
