import { Alert, Button, FileInput, Group, Progress, Stack } from '@mantine/core';
import { IconAlertCircle, IconDownload, IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadFile } from '#web/api/client.ts';
import { keyOf } from '#web/api/query.ts';
import { makeRequestId } from '#web/api/request-id.ts';
import { uploadFile } from '#web/api/upload.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { SidePanel } from '#web/ui/SidePanel.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { addUnitList, checkUnitList, getUnitTemplate, type UnitListPreview } from '../added-units.contract.ts';
import { getUnit, searchUnits } from '../units.contract.ts';

/** Adds many units from a workbook: choose, see what would happen, confirm; refused cells come back marked. */
export function ImportUnitsPanel({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SidePanel wide opened={opened} onClose={onClose} title={t('units.list.title')}>
      <ImportUnits onClose={onClose} />
    </SidePanel>
  );
}

function ImportUnits({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState(0);
  // One act for one file: sent again after a broken line, it counts once.
  const requestId = useRef('');
  const template = useMutation({ mutationFn: () => downloadFile(getUnitTemplate, {}) });
  const check = useMutation({
    mutationFn: (chosen: File) => uploadFile(checkUnitList, {}, chosen, { onProgress: setSent }),
  });
  const add = useMutation({
    mutationFn: (chosen: File) => uploadFile(addUnitList, {}, chosen, { requestId: requestId.current }),
    onSuccess: async ({ addedCount }) => {
      tellDone(t('units.list.done', { count: addedCount, shown: formatNumber(addedCount, language) }));
      onClose();
      await Promise.all([getUnit, searchUnits].map((read) => client.invalidateQueries({ queryKey: keyOf(read) })));
    },
  });
  const choose = (chosen: File | null): void => {
    setFile(chosen);
    setSent(0);
    check.reset();
    add.reset();
    requestId.current = makeRequestId();
    if (chosen !== null) check.mutate(chosen);
  };
  const preview = check.data;
  const problem = template.error ?? check.error ?? add.error;
  return (
    <Stack gap="md">
      <p>{t('units.list.text')}</p>
      <div>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={template.isPending}
          onClick={() => template.mutate()}
        >
          {t('units.list.template')}
        </Button>
      </div>
      <FileInput
        label={t('units.list.file')}
        description={t('units.list.fileHint')}
        placeholder={t('units.list.choose')}
        accept=".xlsx,.xls,.csv"
        leftSection={<IconFileSpreadsheet size={18} aria-hidden />}
        value={file}
        onChange={choose}
        clearable
        clearButtonProps={{ 'aria-label': t('ui.clear', { what: t('units.list.file') }) }}
      />
      {check.isPending ? (
        <div role="status">
          <p className="by-quiet">{t(sent < 1 ? 'units.list.sending' : 'units.list.checking')}</p>
          <Progress value={sent * 100} animated={sent === 1} aria-label={t('units.list.sending')} />
        </div>
      ) : null}
      {preview === undefined ? null : <Preview preview={preview} />}
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button
          disabled={file === null || preview === undefined || preview.refusedCount > 0 || preview.addedCount === 0}
          loading={add.isPending}
          onClick={() => file !== null && add.mutate(file)}
        >
          {preview === undefined || preview.addedCount === 0
            ? t('units.add.submit')
            : t('units.list.confirm', {
                count: preview.addedCount,
                shown: formatNumber(preview.addedCount, language),
              })}
        </Button>
      </Group>
    </Stack>
  );
}

function Preview({ preview }: { preview: UnitListPreview }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = (count: number) => ({ count, shown: formatNumber(count, language) });
  const similar = preview.added.filter(({ similarTo }) => similarTo.length > 0);
  return (
    <Stack gap="sm">
      <p role="status">
        <strong>
          {[
            t('units.list.new', shown(preview.addedCount)),
            t('units.list.present', shown(preview.presentCount)),
            t('units.list.refused', shown(preview.refusedCount)),
          ].join(' · ')}
        </strong>
      </p>
      {preview.marked === null ? null : <Refused preview={preview} marked={preview.marked} />}
      {similar.length === 0 ? null : (
        <Alert color="amber" variant="light" icon={<IconAlertCircle aria-hidden />}>
          <p>{t('units.list.similar', shown(preview.similarCount))}</p>
          <ul>
            {similar.slice(0, 10).map(({ row, name, similarTo }) => (
              <li key={row}>{t('units.list.similarRow', { row, name, others: similarTo.join(', ') })}</li>
            ))}
          </ul>
        </Alert>
      )}
    </Stack>
  );
}

function Refused({ preview, marked }: { preview: UnitListPreview; marked: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { refused, refusedCount } = preview;
  return (
    <>
      <p>{t('units.list.mend')}</p>
      <div>
        <Button
          component="a"
          href={`data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,${marked}`}
          download={t('units.list.markedName')}
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t('units.list.marked')}
        </Button>
      </div>
      <DataTable
        caption={t('units.list.refusedCells')}
        rows={refused}
        rowKey={({ address, sentence }) => `${address} ${sentence}`}
        columns={[
          { key: 'address', title: t('units.list.cell'), width: '20%', render: (cell) => cell.address, phone: 'title' },
          {
            key: 'sentence',
            title: t('units.list.why'),
            render: (cell) => <span>{cell.sentence}</span>,
            phone: 'bare',
          },
        ]}
      />
      {refused.length < refusedCount ? (
        <p className="by-quiet by-small">
          {t('units.list.firstCells', { count: refused.length, total: formatNumber(refusedCount, language) })}
        </p>
      ) : null}
    </>
  );
}
