import { Button } from '@mantine/core';
import { IconPlus, IconPrinter } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '#web/api/client.ts';
import { useMine, useReach } from '#web/api/me.tsx';
import { keyOf } from '#web/api/query.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { SidePanel } from '#web/ui/SidePanel.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { type Register } from '../declaration.ts';
import { type ListQuery, registerRoutes, type RegisterRoutes } from '../register.contract.ts';
import { WorkbookActs } from './imports/WorkbookActs.tsx';
import { NewRecord } from './NewRecord.tsx';
import type { RegisterParts } from './parts.ts';
import { PrintedNote, usePrinting } from './printing.tsx';
import { listFilterNames, toListQuery, toUnitId } from './register-address.ts';
import { RecordPanel } from './RecordPanel.tsx';
import { RecordTable } from './RecordTable.tsx';
import { RegisterFilters } from './RegisterFilters.tsx';
import { useRegisterAddress } from './useRegisterAddress.ts';

type Parts = { register: Register; routes: RegisterRoutes; mayWrite: boolean };

/** A register of the chosen place: its list, the opened record and the form, all from the declaration. */
export function RegisterPage({ register, parts }: { register: Register; parts: RegisterParts }) {
  const { t } = useTranslation();
  const say = useSay();
  const { place } = useMine();
  const [address] = useRegisterAddress();
  const routes = useMemo(() => registerRoutes(register), [register]);
  const mayWrite = useReach(register.permissions.write) !== undefined;
  const query = toListQuery(register, address, place?.unit.id);
  const pages = useRecordPages(routes, query);
  const printing = usePrinting(pages);
  const one = say(register.labelOne);
  return (
    <div data-print="wide">
      <PageTitle
        title={t('registers.title', { many: say(register.label).toLowerCase() })}
        note={place && say({ vi: place.unit.nameVi, en: place.unit.nameEn ?? place.unit.nameVi })}
      >
        {mayWrite ? <AddButton words={t('registers.add', { one })} /> : null}
        <WorkbookActs register={register} query={query} mayWrite={mayWrite} />
        <Button
          variant="default"
          leftSection={<IconPrinter size={18} aria-hidden />}
          loading={printing.isPreparing}
          disabled={(pages.data?.pages[0]?.total ?? 0) === 0}
          onClick={printing.start}
        >
          {t('ui.print')}
        </Button>
      </PageTitle>
      <RecordList register={register} mayWrite={mayWrite} pages={pages} />
      <OpenedPanel register={register} routes={routes} mayWrite={mayWrite} parts={parts} />
    </div>
  );
}

function AddButton({ words }: { words: string }) {
  const [, change] = useRegisterAddress();
  return (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => change({ record: 'new' })}>
      {words}
    </Button>
  );
}

function RecordList(props: { register: Register; mayWrite: boolean; pages: RecordPages }) {
  const { t } = useTranslation();
  const { register, mayWrite, pages } = props;
  const [address, change] = useRegisterAddress();
  const { place } = useMine();
  const readsBelow = useReach(register.permissions.read) === 'below';
  const askedUnit = toUnitId(address);
  const unit = askedUnit === undefined ? null : (pages.data?.pages[0]?.unit ?? null);
  return (
    <>
      <RegisterFilters
        register={register}
        address={address}
        onChange={change}
        unit={unit}
        withUnits={readsBelow || (askedUnit !== undefined && askedUnit !== place?.unit.id)}
      />
      <Answered of={pages}>
        {(answer) => {
          const total = answer.pages[0]?.total ?? 0;
          const records = answer.pages.flatMap((page) => page.items);
          if (total === 0) return <NoRecords register={register} mayWrite={mayWrite} />;
          return (
            <>
              <PrintedNote register={register} address={address} unit={unit} shown={records.length} total={total} />
              <RecordTable
                register={register}
                records={records}
                total={total}
                isOldestFirst={address.order === 'oldest'}
                onOrder={(order) => change({ order })}
                opened={address.record}
                onOpen={(record) => change({ record })}
              />
            </>
          );
        }}
      </Answered>
      {pages.hasNextPage ? (
        <Button
          variant="default"
          mt="md"
          data-print="no"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t('ui.loadMore')}
        </Button>
      ) : null}
    </>
  );
}

type RecordPages = ReturnType<typeof useRecordPages>;

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

/** Nothing under these filters, or nothing at all yet: then what the register is for and the first act. */
function NoRecords({ register, mayWrite }: { register: Register; mayWrite: boolean }) {
  const { t } = useTranslation();
  const say = useSay();
  const [address] = useRegisterAddress();
  if (listFilterNames(register).some((name) => address[name] !== undefined)) {
    return <EmptyState title={t('registers.nothingFits')} />;
  }
  const one = say(register.labelOne);
  return (
    <EmptyState
      title={t('registers.emptyTitle', { one })}
      action={mayWrite ? <AddButton words={t('registers.addFirst')} /> : null}
    >
      {t(mayWrite ? 'registers.emptyText' : 'registers.emptyReadOnly', { one })}
    </EmptyState>
  );
}

function OpenedPanel({ register, routes, mayWrite, parts }: Parts & { parts: RegisterParts }) {
  const { t } = useTranslation();
  const say = useSay();
  const [{ record }, change] = useRegisterAddress();
  const close = (): void => change({ record: undefined });
  const id = record === 'new' ? undefined : record;
  return (
    <>
      <SidePanel
        opened={record === 'new' && mayWrite}
        onClose={close}
        title={t('registers.add', { one: say(register.labelOne) })}
      >
        <NewRecord
          register={register}
          routes={routes}
          onDone={() => change({ record: undefined }, { ignoreBlocker: true })}
          onOpen={(found) => change({ record: found }, { ignoreBlocker: true })}
        />
      </SidePanel>
      <SidePanel opened={id !== undefined} onClose={close} title={say(register.label)}>
        {id === undefined ? null : <RecordPanel key={id} register={register} routes={routes} parts={parts} id={id} />}
      </SidePanel>
    </>
  );
}
