import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { callApi } from '#web/api/client.ts';
import { keyOf } from '#web/api/query.ts';
import { listSubmissions } from '../submissions.contract.ts';

const pageSize = 500;

/** All units that owe a month under a unit, fetched page after page until the list is whole. */
export function useSubmissionLines(asked: { month: string; unit: number | undefined }) {
  const query = { month: asked.month, unit: asked.unit, limit: pageSize };
  const pages = useInfiniteQuery({
    queryKey: keyOf(listSubmissions, { query }),
    queryFn: ({ pageParam, signal }) => callApi(listSubmissions, { query: { ...query, after: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetching, fetchNextPage, isError } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage, isError]);
  const first = pages.data?.pages[0];
  return {
    ...pages,
    data: first && { ...first, items: pages.data?.pages.flatMap((page) => page.items) ?? [] },
    isWhole: first !== undefined && !hasNextPage,
  };
}
