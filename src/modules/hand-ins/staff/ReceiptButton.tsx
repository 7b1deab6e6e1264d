import { Button } from '@mantine/core';
import { IconFileTypeDocx } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { downloadFile } from '#web/api/client.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { getHandInReceipt } from '../hand-ins.contract.ts';

/** Loads the receipt, in the form to be signed, to which a line of the register belongs. */
export function ReceiptButton({ record }: { record: { id: string; values: Record<string, unknown> } }) {
  const { t } = useTranslation();
  const download = useMutation({ mutationFn: () => downloadFile(getHandInReceipt, { params: { id: record.id } }) });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileTypeDocx size={18} aria-hidden />}
        onClick={() => download.mutate()}
        loading={download.isPending}
      >
        {t('handIns.receipt', { number: String(record.values.receiptNumber) })}
      </Button>
      {download.error ? <ProblemAlert problem={download.error} onRetry={() => download.mutate()} /> : null}
    </>
  );
}
