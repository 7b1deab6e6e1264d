import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { DayInput } from '#web/ui/DayInput.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { FilterBar, FilterChip } from '#web/ui/FilterBar.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { type AuditLine, listAudit } from '../audit.contract.ts';
import classes from './people.module.css';
import { useAuditWords } from './useAuditWords.ts';
import { usePages } from './usePages.ts';

const from = '/staff/audit';

/** Who did what, newest first. */
export function AuditPage() {
  const { t } = useTranslation();
  const search = useSearch({ from });
  const lines = usePages(listAudit, { act: search.act, from: search.from, to: search.to, account: search.account });
  return (
    <>
      <PageTitle title={t('accounts.audit.title')} note={t('accounts.audit.note')} />
      <Filters lines={lines.data?.pages[0]?.items ?? []} />
      <Answered of={lines}>{({ pages }) => <AuditTable lines={pages.flatMap((page) => page.items)} />}</Answered>
      <p className="by-quiet by-small">{t('accounts.audit.basis')}</p>
      {lines.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
            {t('ui.loadMore')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Filters({ lines }: { lines: AuditLine[] }) {
  const { t } = useTranslation();
  const { kinds } = useAuditWords();
  const search = useSearch({ from });
  const navigate = useNavigate();
  const change = (part: Partial<typeof search>): void =>
    void navigate({ to: '/audit', search: { ...search, ...part }, replace: true });
  const name = lines.find((line) => line.by?.accountId === search.account)?.by?.displayName;
  return (
    <FilterBar
      anyChosen={Boolean(search.act || search.from || search.to || search.account)}
      onClear={() => void navigate({ to: '/audit', replace: true })}
    >
      <DayInput
        label={t('accounts.audit.from')}
        value={search.from ?? null}
        {...(search.to ? { max: search.to } : {})}
        onChange={(day) => change({ from: day ?? undefined })}
        clearable
      />
      <DayInput
        label={t('accounts.audit.to')}
        value={search.to ?? null}
        {...(search.from ? { min: search.from } : {})}
        onChange={(day) => change({ to: day ?? undefined })}
        clearable
      />
      <FilterChip
        label={t('accounts.audit.kind')}
        value={search.act}
        options={kinds}
        onChange={(act) => change({ act })}
      />
      {search.account ? (
        <span>{name ? t('accounts.audit.shownBy', { name }) : t('accounts.audit.shownBySomeone')}</span>
      ) : null}
    </FilterBar>
  );
}

function AuditTable({ lines }: { lines: AuditLine[] }) {
  const { t } = useTranslation();
  const { actOf, changesOf } = useAuditWords();
  const navigate = useNavigate();
  const search = useSearch({ from });
  const columns: Column<AuditLine>[] = [
    {
      key: 'act',
      title: t('accounts.audit.act'),
      phone: 'title',
      render: (line) => (
        <span className={classes.post}>
          <span className={classes.role}>{actOf(line.act)}</span>
          <time className="by-quiet by-small by-number" dateTime={line.at}>
            {formatInstant(line.at)}
          </time>
        </span>
      ),
    },
    {
      key: 'by',
      title: t('accounts.audit.by'),
      render: ({ by }) =>
        by === null ? (
          <span className="by-quiet">{t('accounts.audit.house')}</span>
        ) : (
          <Button
            variant="transparent"
            size="compact-sm"
            className={classes.name}
            aria-label={t('accounts.audit.onlyBy', { name: by.displayName })}
            onClick={() => void navigate({ to: '/audit', search: { ...search, account: by.accountId } })}
          >
            {by.displayName}
          </Button>
        ),
    },
    { key: 'about', title: t('accounts.audit.about'), render: (line) => line.about?.displayName ?? '—' },
    { key: 'unit', title: t('accounts.audit.unit'), render: (line) => line.unit?.name ?? '—' },
    {
      key: 'changes',
      title: t('accounts.audit.changes'),
      width: '36%',
      render: (line) => <span className={classes.changes}>{changesOf(line.changes) || '—'}</span>,
    },
  ];
  return (
    <DataTable
      caption={t('accounts.audit.title')}
      columns={columns}
      rows={lines}
      rowKey={(line) => line.id}
      empty={<EmptyState title={t('accounts.audit.none')}>{t('accounts.audit.noneHint')}</EmptyState>}
    />
  );
}
