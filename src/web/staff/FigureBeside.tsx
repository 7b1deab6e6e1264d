import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useCallback } from 'react';
import { FigureOpenerContext } from '#web/ui/FigureChip.tsx';
import { type FigureAddress, readFigureAddress, writeFigureAddress } from '#web/ui/figure-address.ts';

const FigureDrawer = lazy(async () => ({
  default: (await import('#modules/figures/staff/FigureDrawer.tsx')).FigureDrawer,
}));

/** Any figure on any page opens beside it; which one stands in the address, so that Back closes it and a link shares it. */
export function FigureBeside({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const { figure } = useSearch({ strict: false });
  const open = useCallback(
    (address: FigureAddress | null) =>
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({
          ...before,
          figure: address ? writeFigureAddress(address) : undefined,
        }),
        resetScroll: false,
      } as never),
    [navigate],
  );
  const address = readFigureAddress(figure);
  return (
    <FigureOpenerContext value={open}>
      {children}
      {address ? (
        <Suspense>
          <FigureDrawer address={address} onClose={() => open(null)} />
        </Suspense>
      ) : null}
    </FigureOpenerContext>
  );
}
