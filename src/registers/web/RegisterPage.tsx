import { Button, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '#web/api/client.ts';
import { useMine, useReach } from '#web/api/me.tsx';
import { keyOf } from '#web/api/query.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatDay, formatNumber } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { SidePanel } from '#web/ui/SidePanel.tsx';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import {
  type ListQuery,
  type Register,
  type RegisterRecord,
  registerRoutes,
  type RegisterRoutes,
} from '../declaration.ts';
import { toText } from './form-values.ts';
import { NewRecord } from './NewRecord.tsx';
import { listFilterNames, toListQuery, toUnitId } from './register-address.ts';
import { RecordMarks, RecordPanel } from './RecordPanel.tsx';
import { RegisterFilters } from './RegisterFilters.tsx';
import { useRegisterAddress } from './useRegisterAddress.ts';
import classes from './registers.module.css';

/** A register of the chosen place: its list, the opened record and the form, all from the declaration. */
export function RegisterPage({ register }: { register: Register }) {
  const { t } = useTranslation();
  const say = useSay();
  const { place } = useMine();
  const routes = useMemo(() => registerRoutes(register), [register]);
  const [address, change] = useRegisterAddress();
  const mayWrite = useReach(register.permissions.write) !== undefined;
  const readsBelow = useReach(register.permissions.read) === 'below';
  const pages = useRecordPages(routes, toListQuery(register, address, place?.unit.id));
  const open = (record: string | undefined): void => change({ record });
  const add = (words: string) => (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => open('new')}>
      {words}
    </Button>
  );
  const one = say(register.labelOne);
  const isFiltered = listFilterNames(register).some((name) => address[name] !== undefined);
  return (
    <>
      <PageTitle title={t('registers.title', { one, label: say(register.label) })} note={place?.unit.nameVi}>
        {mayWrite ? add(t('registers.add', { one })) : null}
      </PageTitle>
      <RegisterFilters
        register={register}
        address={address}
        onChange={change}
        unit={toUnitId(address) === undefined ? null : (pages.data?.pages[0]?.unit ?? null)}
        withUnits={readsBelow}
      />
      <Answered of={pages}>
        {({ pages: [first, ...others] }) =>
          first === undefined || first.total === 0 ? (
            isFiltered ? (
              <EmptyState title={t('registers.nothingFits')} />
            ) : (
              <EmptyState
                title={t('registers.emptyTitle', { one })}
                action={mayWrite ? add(t('registers.addFirst', { one })) : null}
              >
                {t(mayWrite ? 'registers.emptyText' : 'registers.emptyReadOnly', { one })}
              </EmptyState>
            )
          ) : (
            <RecordTable
              register={register}
              records={[first, ...others].flatMap((page) => page.items)}
              total={first.total}
              isOldestFirst={address.order === 'oldest'}
              onOrder={(order) => change({ order })}
              opened={address.record}
              onOpen={open}
            />
          )
        }
      </Answered>
      {pages.hasNextPage ? (
        <Button variant="default" mt="md" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('ui.loadMore')}
        </Button>
      ) : null}
      <OpenedPanel register={register} routes={routes} opened={address.record} mayWrite={mayWrite} />
    </>
  );
}

function useRecordPages(routes: RegisterRoutes, query: Partial<ListQuery>) {
  return useInfiniteQuery({
    queryKey: [...keyOf(routes.list, { query }), 'pages'],
    queryFn: ({ pageParam, signal }) =>
      callApi(routes.list, { query: pageParam === null ? query : { ...query, after: pageParam } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

function RecordTable(props: {
  register: Register;
  records: RegisterRecord[];
  total: number;
  isOldestFirst: boolean;
  onOrder: (order: 'oldest' | undefined) => void;
  opened: string | undefined;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const { place } = useMine();
  const { register, records } = props;
  const [dateField, ...others] = register.listFields;
  const dateColumn: Column<RegisterRecord> = {
    key: dateField!,
    title: say(register.fields[dateField!]!.label),
    sortable: true,
    phone: 'title',
    render: (record) => {
      const day = formatDay(String(record.values[dateField!]));
      return (
        <>
          <UnstyledButton
            className={classes.opener}
            aria-label={t('registers.openRecord', { day })}
            onClick={() => props.onOpen(record.id)}
          >
            {day}
          </UnstyledButton>{' '}
          <RecordMarks register={register} record={record} />
        </>
      );
    },
  };
  const unitColumn: Column<RegisterRecord> = {
    key: 'unit',
    title: t('registers.unit'),
    render: (record) => record.unit.name,
  };
  const columns = others.map((name): Column<RegisterRecord> => {
    const field = register.fields[name]!;
    return {
      key: name,
      title: say(field.label),
      numeric: field.type === 'number',
      render: (record) => toText(field, record.values[name], language) || null,
    };
  });
  const isOfSeveralUnits = records.some((record) => record.unit.id !== place?.unit.id);
  return (
    <>
      <p className={classes.total}>
        {t('registers.total', { count: props.total, shown: formatNumber(props.total, language) })}
      </p>
      <DataTable
        caption={say(register.label)}
        columns={[dateColumn, ...(isOfSeveralUnits ? [unitColumn] : []), ...columns]}
        rows={records}
        rowKey={(record) => record.id}
        sort={{ key: dateField!, descending: !props.isOldestFirst }}
        onSort={({ descending }) => props.onOrder(descending ? undefined : 'oldest')}
        isMarked={(record) => record.id === props.opened}
      />
    </>
  );
}

function OpenedPanel(props: {
  register: Register;
  routes: RegisterRoutes;
  opened: string | undefined;
  mayWrite: boolean;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const [, change] = useRegisterAddress();
  const { register, routes, opened } = props;
  const isNew = opened === 'new' && props.mayWrite;
  const id = opened === 'new' ? undefined : opened;
  return (
    <>
      <SidePanel
        opened={isNew}
        onClose={() => change({ record: undefined })}
        title={t('registers.add', { one: say(register.labelOne) })}
      >
        <NewRecord
          register={register}
          routes={routes}
          onDone={() => change({ record: undefined }, { ignoreBlocker: true })}
        />
      </SidePanel>
      <SidePanel opened={id !== undefined} onClose={() => change({ record: undefined })} title={say(register.label)}>
        {id === undefined ? null : <RecordPanel key={id} register={register} routes={routes} id={id} />}
      </SidePanel>
    </>
  );
}
