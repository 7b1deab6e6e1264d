import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  queryOptions,
  type QueryClient as Client,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useRef } from 'react';
import type { ResponseOf } from '#platform/http/route.ts';
import { type AnyRoute, ApiProblem, callApi, type CallInput, isProblem, type Question } from './client.ts';
import { makeRequestId } from './request-id.ts';

/** The one place where query keys are made: the operation first, then what was asked. */
export function keyOf<T extends AnyRoute>(route: T, input?: Question<T>): readonly unknown[] {
  return input === undefined ? [route.operationId] : [route.operationId, input];
}

/** Called when the server asks to sign in, or to change the password, before anything else. */
type DoorWatch = { sessionNeeded: () => void; passwordChangeNeeded: () => void };

export function createQueryClient(watch: DoorWatch): QueryClient {
  const onError = (error: unknown): void => {
    if (isProblem(error, 'session.needed')) watch.sessionNeeded();
    if (isProblem(error, 'password.change_first')) watch.passwordChangeNeeded();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && error instanceof ApiProblem && error.outcomeUnknown,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

export function apiQuery<T extends AnyRoute>(route: T, input: Question<T>) {
  return queryOptions<ResponseOf<T>, Error>({
    queryKey: keyOf(route, input),
    queryFn: ({ signal }) => callApi(route, input as CallInput<T>, { signal }),
  });
}

/** Reads a route; the answer to the last question stays on screen while the next one is under way. */
export function useApi<T extends AnyRoute>(route: T, input: Question<T>, options: { enabled?: boolean } = {}) {
  return useQuery({ ...apiQuery(route, input), placeholderData: keepPreviousData, ...options });
}

/**
 * Does an act of a person. The act keeps its requestId until it is known whether it was kept, so that "try again" after
 * a broken line never counts twice. refresh: the reads that are asked anew afterwards.
 */
export function useAct<T extends AnyRoute>(
  route: T,
  options: { refresh?: AnyRoute[]; onDone?: (answer: ResponseOf<T>, client: Client) => void } = {},
) {
  const client = useQueryClient();
  const unanswered = useRef<{ requestId: string; input: string } | null>(null);
  return useMutation<ResponseOf<T>, Error, CallInput<T>>({
    mutationKey: [route.operationId],
    mutationFn: async (input) => {
      const text = JSON.stringify(input);
      const requestId = unanswered.current?.input === text ? unanswered.current.requestId : makeRequestId();
      unanswered.current = { requestId, input: text };
      try {
        const answer = await callApi(route, input, { requestId });
        unanswered.current = null;
        return answer;
      } catch (error) {
        if (error instanceof ApiProblem && !error.outcomeUnknown) unanswered.current = null;
        throw error;
      }
    },
    onSuccess: async (answer) => {
      options.onDone?.(answer, client);
      await Promise.all((options.refresh ?? []).map((read) => client.invalidateQueries({ queryKey: keyOf(read) })));
    },
  });
}
