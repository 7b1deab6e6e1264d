import { useQueryClient } from '@tanstack/react-query';
import { type NavigateOptions, useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { keyOf } from '#web/api/query.ts';
import { getMe, type Me } from '../accounts.contract.ts';

/** Where to go with a session: nothing of whoever sat here before is kept, and a temporary password is changed first. */
export function useEntered(): (me: Me, back?: string) => void {
  const client = useQueryClient();
  const router = useRouter();
  return useCallback(
    (me, back) => {
      client.removeQueries();
      client.setQueryData(keyOf(getMe, {}), me);
      if (me.mustChangePassword) void router.navigate({ to: '/change-password' });
      else void router.navigate(toOwnPlace(back));
    },
    [client, router],
  );
}

/** A place of this workspace, from the address kept when the door was met; the first page for anything else. */
function toOwnPlace(address: string | undefined): NavigateOptions {
  const base = window.location.origin;
  if (!address?.startsWith('/') || !URL.canParse(address, base)) return { to: '/' };
  const url = new URL(address, base);
  if (url.origin !== base) return { to: '/' };
  return { to: url.pathname, search: Object.fromEntries(url.searchParams) } as NavigateOptions;
}
