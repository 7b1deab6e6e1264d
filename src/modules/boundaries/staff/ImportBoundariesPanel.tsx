import { Alert, Button, FileInput, Group, Progress, Stack, TextInput } from '@mantine/core';
import { IconAlertCircle, IconMapPin } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keyOf } from '#web/api/query.ts';
import { makeRequestId } from '#web/api/request-id.ts';
import { uploadFile } from '#web/api/upload.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { SidePanel } from '#web/ui/SidePanel.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import {
  type BoundaryPreview,
  checkBoundaries,
  getBoundaryState,
  importBoundaries,
  listBoundaries,
} from '../boundaries.contract.ts';

/** Imports a file of boundaries: choose, see what it holds, confirm. */
export function ImportBoundariesPanel({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <SidePanel wide opened={opened} onClose={onClose} title={t('boundaries.import.title')}>
      <ImportBoundaries onClose={onClose} />
    </SidePanel>
  );
}

function ImportBoundaries({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [source, setSource] = useState('');
  const [sent, setSent] = useState(0);
  // One act for one file: sent again after a broken line, it counts once.
  const requestId = useRef('');
  const check = useMutation({
    mutationFn: (chosen: File) => uploadFile(checkBoundaries, {}, chosen, { onProgress: setSent }),
  });
  const keep = useMutation({
    mutationFn: (chosen: File) =>
      uploadFile(importBoundaries, { query: { source } }, chosen, { requestId: requestId.current }),
    onSuccess: async ({ provinces, communes }) => {
      const count = provinces + communes;
      tellDone(t('boundaries.import.done', { count, shown: formatNumber(count, language) }));
      onClose();
      const reads = [getBoundaryState, listBoundaries];
      await Promise.all(reads.map((read) => client.invalidateQueries({ queryKey: keyOf(read) })));
    },
  });
  const choose = (chosen: File | null): void => {
    setFile(chosen);
    setSent(0);
    check.reset();
    keep.reset();
    requestId.current = makeRequestId();
    if (chosen !== null) check.mutate(chosen);
  };
  const preview = check.data;
  const count = preview === undefined ? 0 : preview.provinces + preview.communes;
  const isReady = preview !== undefined && preview.refusedCount === 0 && count > 0;
  const problem = check.error ?? keep.error;
  return (
    <Stack gap="md">
      <p>{t('boundaries.import.text')}</p>
      <FileInput
        label={t('boundaries.import.file')}
        description={t('boundaries.import.fileHint')}
        placeholder={t('boundaries.import.choose')}
        accept=".geojson,.json"
        leftSection={<IconMapPin size={18} aria-hidden />}
        value={file}
        onChange={choose}
        clearable
        clearButtonProps={{ 'aria-label': t('ui.clear', { what: t('boundaries.import.file') }) }}
      />
      {check.isPending ? (
        <div role="status">
          <p className="by-quiet">{t('boundaries.import.sending')}</p>
          <Progress value={sent * 100} animated={sent === 1} aria-label={t('boundaries.import.sending')} />
        </div>
      ) : null}
      {preview === undefined ? null : <Preview preview={preview} />}
      {isReady ? (
        <TextInput
          label={t('boundaries.import.source')}
          description={t('boundaries.import.sourceHint')}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
          maxLength={200}
          autoComplete="off"
          required
        />
      ) : null}
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('ui.cancel')}
        </Button>
        <Button
          disabled={file === null || !isReady || source.trim().length < 3}
          loading={keep.isPending}
          onClick={() => file !== null && keep.mutate(file)}
        >
          {isReady
            ? t('boundaries.import.confirm', { count, shown: formatNumber(count, language) })
            : t('boundaries.import.submit')}
        </Button>
      </Group>
    </Stack>
  );
}

function Preview({ preview }: { preview: BoundaryPreview }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const shown = (count: number) => ({ count, shown: formatNumber(count, language) });
  const { refused, refusedCount, missing, missingCount, positions } = preview;
  return (
    <Stack gap="sm">
      <p role="status">
        <strong>
          {[
            t('boundaries.import.provinces', shown(preview.provinces)),
            t('boundaries.import.communes', shown(preview.communes)),
            t('boundaries.import.replaced', shown(preview.replaced)),
            t('boundaries.import.refused', shown(refusedCount)),
          ].join(' · ')}
        </strong>
      </p>
      {refusedCount > 0 ? (
        <>
          <p>{t('boundaries.import.mend')}</p>
          <DataTable
            caption={t('boundaries.import.mend')}
            rows={refused}
            rowKey={({ feature, sentence }) => `${feature} ${sentence}`}
            columns={[
              {
                key: 'feature',
                title: t('boundaries.import.feature'),
                width: '20%',
                phone: 'title',
                render: ({ feature }) => (feature === 0 ? t('boundaries.import.file0') : feature),
              },
              {
                key: 'sentence',
                title: t('boundaries.import.why'),
                phone: 'bare',
                render: ({ sentence }) => <span>{sentence}</span>,
              },
            ]}
          />
        </>
      ) : (
        <p className="by-quiet by-small">
          {t('boundaries.import.positions', {
            after: formatNumber(positions.after, language),
            before: formatNumber(positions.before, language),
          })}
        </p>
      )}
      {preview.notes.map((note) => (
        <Alert key={note} color="amber" variant="light" icon={<IconAlertCircle aria-hidden />}>
          {note}
        </Alert>
      ))}
      {missingCount > 0 ? (
        <details>
          <summary>{t('boundaries.import.missing', shown(missingCount))}</summary>
          <p className="by-small">
            {missing.map(({ code, name }) => `${name} (${code})`).join(', ')}
            {missingCount > missing.length
              ? ` ${t('boundaries.import.missingMore', { shown: formatNumber(missingCount - missing.length, language) })}`
              : ''}
          </p>
        </details>
      ) : null}
    </Stack>
  );
}
