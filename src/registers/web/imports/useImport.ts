import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, callApi, isProblem } from '#web/api/client.ts';
import { keyOf, useApi } from '#web/api/query.ts';
import { uploadFile } from '#web/api/upload.ts';
import type { Register } from '../../declaration.ts';
import { importRoutes } from '../../imports.contract.ts';
import { useRegisterAddress } from '../useRegisterAddress.ts';

const askAgainMilliseconds = 700;
const busyMilliseconds = 2000;

/** An import on its way: the one that the address names, how far it is, and what moves it on. */
export function useImport(register: Register, unitId: number | undefined) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const routes = useMemo(() => importRoutes(register), [register]);
  const { maxBytes } = routes.upload.upload!; // declared in the route
  const [{ import: id }, change] = useRegisterAddress();
  const [sentPart, setSentPart] = useState<number>();
  const look = useApi(routes.get, { params: { id: id ?? '' } }, { enabled: id !== undefined });
  const refresh = async (): Promise<void> => client.invalidateQueries({ queryKey: keyOf(routes.get) });

  const check = useMutation({
    mutationFn: async (importId: string) => {
      const asking = setInterval(() => void refresh(), askAgainMilliseconds);
      try {
        await untilNotBusy(() => callApi(routes.check, { params: { id: importId } }));
      } finally {
        clearInterval(asking);
        await refresh();
      }
    },
  });
  const upload = useMutation({
    mutationFn: async (file: Blob) => {
      const tooLarge = t('registers.imports.tooLarge', { megabytes: maxBytes / 1024 / 1024 });
      if (file.size > maxBytes) throw new ApiProblem({ code: 'upload.too_large', title: tooLarge, status: 413 });
      setSentPart(0);
      return uploadFile(routes.upload, { query: { unit: unitId! } }, file, { onProgress: setSentPart });
    },
    onSuccess: (uploaded) => {
      change({ import: uploaded.id });
      check.mutate(uploaded.id);
    },
    onSettled: () => setSentPart(undefined),
  });
  const startAnew = (): void => {
    upload.reset();
    check.reset();
    change({ import: undefined });
  };
  return {
    routes,
    maxBytes,
    id,
    view: id === undefined ? undefined : look,
    sentPart,
    upload,
    check,
    startAnew,
    refresh,
  };
}

export type RunningImport = ReturnType<typeof useImport>;

/** The server checks a few files at once; the others wait their turn here. */
async function untilNotBusy<R>(act: () => Promise<R>): Promise<R> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isProblem(error, 'import.busy')) throw error;
      await new Promise((resolve) => setTimeout(resolve, busyMilliseconds));
    }
  }
}
