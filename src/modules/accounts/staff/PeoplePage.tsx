import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { FilterBar, FilterChip } from '#web/ui/FilterBar.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { compareRoles } from '../accounts.rules.ts';
import { listPeople, listRoles, type PersonLine, PersonState } from '../people.contract.ts';
import { AccountMark } from './AccountMark.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { PostWords } from './PostWords.tsx';
import classes from './people.module.css';
import { useNameOf } from './useNames.ts';
import { usePages } from './usePages.ts';

const from = '/staff/people';

/** The people with a post in my place: who they are, where they work, whether they can sign in. */
export function PeoplePage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const manages = useReach('person.manage') !== undefined;
  const [inviting, invite] = useDisclosure(false);
  const search = useSearch({ from });
  const state = PersonState.safeParse(search.state).data;
  const people = usePages(listPeople, {
    text: search.text,
    unit: search.unit,
    role: search.role,
    state,
    sort: search.sort === 'newest' ? 'newest' : 'name',
  });
  const first = people.data?.pages[0];
  return (
    <>
      <PageTitle title={t('accounts.people.title')} note={t('accounts.people.note')}>
        {manages ? (
          <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={invite.open}>
            {t('accounts.people.invite')}
          </Button>
        ) : null}
      </PageTitle>
      <Filters unit={first?.unit ?? null} />
      <Answered of={people}>
        {({ pages }) => (
          <>
            <p className={classes.count} role="status">
              {t('accounts.people.found', {
                count: first?.total ?? 0,
                shown: formatNumber(first?.total ?? 0, language),
              })}
            </p>
            <PeopleTable people={pages.flatMap((page) => page.items)} />
          </>
        )}
      </Answered>
      {people.hasNextPage ? (
        <div className={classes.more}>
          <Button variant="default" loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>
            {t('ui.loadMore')}
          </Button>
        </div>
      ) : null}
      <InviteDialog opened={inviting} onClose={invite.close} />
    </>
  );
}

function Filters({ unit }: { unit: { nameVi: string; nameEn: string | null } | null }) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const search = useSearch({ from });
  const navigate = useNavigate();
  const [typed, setTyped] = useState(search.text ?? '');
  const change = (part: Partial<typeof search>): void =>
    void navigate({ to: '/people', search: { ...search, ...part }, replace: true });
  const find = useDebouncedCallback((text: string) => change({ text: text.trim() || undefined }), 250);
  const roles = useApi(listRoles, {}).data?.items ?? [];
  return (
    <FilterBar
      anyChosen={Boolean(search.text || search.unit || search.role || search.state)}
      onClear={() => {
        setTyped('');
        void navigate({ to: '/people', search: { sort: search.sort }, replace: true });
      }}
    >
      <TextInput
        className={classes.search}
        type="search"
        aria-label={t('accounts.people.search')}
        placeholder={t('accounts.people.search')}
        leftSection={<IconSearch size={18} stroke={1.75} aria-hidden />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          find(event.currentTarget.value);
        }}
      />
      <div className={classes.unit}>
        <UnitPicker
          label={t('accounts.people.unit')}
          value={search.unit === undefined ? null : unit}
          onChange={(chosen) => change({ unit: chosen?.id })}
          openOnly
          clearable
        />
      </div>
      <FilterChip
        label={t('accounts.people.role')}
        value={search.role}
        options={[...roles]
          .sort((one, other) => compareRoles(one.code, other.code))
          .map((role) => ({ value: role.code, label: nameOf(role) }))}
        onChange={(role) => change({ role })}
      />
      <FilterChip
        label={t('accounts.people.state')}
        value={search.state}
        options={PersonState.options.map((state) => ({ value: state, label: t(`accounts.state.${state}`) }))}
        onChange={(state) => change({ state })}
      />
      <FilterChip
        label={t('accounts.people.sort')}
        value={search.sort}
        options={[
          { value: 'name', label: t('accounts.people.byName') },
          { value: 'newest', label: t('accounts.people.newest') },
        ]}
        onChange={(sort) => change({ sort })}
      />
    </FilterBar>
  );
}

function PeopleTable({ people }: { people: PersonLine[] }) {
  const { t } = useTranslation();
  const columns: Column<PersonLine>[] = [
    {
      key: 'name',
      title: t('accounts.people.name'),
      phone: 'title',
      width: '32%',
      render: (person) => (
        <span className={classes.person}>
          <Link to="/people/$personId" params={{ personId: person.id }}>
            {person.displayName}
          </Link>
          <span className="by-quiet by-small">{person.signInName}</span>
        </span>
      ),
    },
    {
      key: 'posts',
      title: t('accounts.people.posts'),
      render: (person) =>
        person.posts.length === 0 ? (
          <span className="by-quiet">{t('accounts.people.noPosts')}</span>
        ) : (
          <span className={classes.posts}>
            {person.posts.map((post) => (
              <PostWords key={post.id} post={post} />
            ))}
          </span>
        ),
    },
    {
      key: 'state',
      title: t('accounts.people.state'),
      width: '220px',
      render: (person) => <AccountMark state={person.state} />,
    },
  ];
  return (
    <DataTable
      caption={t('accounts.people.title')}
      columns={columns}
      rows={people}
      rowKey={(person) => person.id}
      empty={<EmptyState title={t('accounts.people.none')}>{t('accounts.people.noneHint')}</EmptyState>}
    />
  );
}
