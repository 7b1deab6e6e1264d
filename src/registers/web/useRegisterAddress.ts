import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { RegisterAddress } from './register-address.ts';

type Change = (change: RegisterAddress, options?: { ignoreBlocker?: boolean; replace?: boolean }) => void;

/** The address of the page and how to change a part of it. */
export function useRegisterAddress(): [RegisterAddress, Change] {
  const address = useSearch({ strict: false }) as RegisterAddress;
  const navigate = useNavigate();
  const change = useCallback<Change>(
    (part, options = {}) =>
      void navigate({
        to: '.',
        search: (before: RegisterAddress) => ({ ...before, ...part }),
        resetScroll: false,
        ...options,
      } as never),
    [navigate],
  );
  return [address, change];
}
