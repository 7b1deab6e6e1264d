import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '#web/api/client.ts';
import { keyOf } from '#web/api/query.ts';
import { makeRequestId } from '#web/api/request-id.ts';
import { uploadFile } from '#web/api/upload.ts';
import type { AttachmentRoutes } from '../attachments.contract.ts';

/** A file on its way to a record: the part sent (0 to 1), or why it was not kept. Its name is never sent. */
export type Sending = { requestId: string; file: File; part: number; problem?: unknown };

/** Sends files to a record one after the other, as a slow line bears it; each may be sent again as the same act. */
export function useSending(routes: AttachmentRoutes, recordId: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { maxBytes } = routes.add.upload!; // declared in the route
  const [sendings, setSendings] = useState<Sending[]>([]);
  const change = (requestId: string, part: number, problem?: unknown): void =>
    setSendings((all) => all.map((one) => (one.requestId === requestId ? { ...one, part, problem } : one)));
  const drop = ({ requestId }: Sending): void => setSendings((all) => all.filter((one) => one.requestId !== requestId));
  const upload = useMutation({
    mutationFn: ({ requestId, file }: Sending) =>
      uploadFile(routes.add, { params: { id: recordId } }, file, {
        requestId,
        onProgress: (part) => change(requestId, part),
      }),
  });
  const send = async (sending: Sending): Promise<void> => {
    // Said before it is sent: a slow line would take minutes to hear the same from the server.
    if (sending.file.size > maxBytes) {
      const title = t('registers.attachments.tooLarge', { megabytes: maxBytes / 1024 / 1024 });
      return change(sending.requestId, 0, new ApiProblem({ code: 'upload.too_large', title, status: 413 }));
    }
    change(sending.requestId, 0);
    try {
      await upload.mutateAsync(sending);
      await client.invalidateQueries({ queryKey: keyOf(routes.list) });
      drop(sending);
    } catch (problem) {
      change(sending.requestId, 0, problem);
    }
  };
  const add = async (files: Iterable<File>): Promise<void> => {
    const added = [...files].map((file) => ({ requestId: makeRequestId(), file, part: 0 }));
    setSendings((all) => [...all, ...added]);
    for (const sending of added) await send(sending);
  };
  return { sendings, add, send, drop };
}
