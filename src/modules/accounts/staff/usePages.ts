import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { QueryInputOf, ResponseOf } from '#platform/http/route.ts';
import { type AnyRoute, callApi, type CallInput } from '#web/api/client.ts';
import { keyOf } from '#web/api/query.ts';

type Page = { items: unknown[]; next: string | null };

/** A list read page by page: all pages so far, one after the other. */
export function usePages<T extends AnyRoute>(route: T, query: Omit<QueryInputOf<T>, 'after'>) {
  return useInfiniteQuery({
    queryKey: [...keyOf(route), 'pages', query],
    queryFn: ({ pageParam, signal }) =>
      callApi(route, { query: { ...query, after: pageParam } } as CallInput<T>, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: ResponseOf<T>) => (last as Page).next ?? undefined,
    placeholderData: keepPreviousData,
  });
}
