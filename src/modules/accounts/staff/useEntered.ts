import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
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
      else if (back !== undefined && isOwnAddress(back)) router.history.push(router.history.createHref(back));
      else void router.navigate({ to: '/' });
    },
    [client, router],
  );
}

/** An address within this workspace; anything that could lead to another site is left. */
function isOwnAddress(address: string): boolean {
  return /^\/(?![/\\])/.test(address);
}
