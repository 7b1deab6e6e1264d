import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { downloadFile } from '#web/api/client.ts';
import { useApi } from '#web/api/query.ts';
import { getReportDocument, getReportPdf, getReportWorkbook, type SavedReport } from '../saved-reports.contract.ts';
import { getReportFromTemplate, listReportTemplates } from '../templates.contract.ts';

/** Word, Excel and PDF of a saved report, and the templates of its unit. */
export function ReportDownloads({ saved, onFailed }: { saved: SavedReport; onFailed: (problem: unknown) => void }) {
  const { t } = useTranslation();
  const templates = useApi(listReportTemplates, { query: { unit: saved.unit.id } });
  const params = { id: saved.id };
  const download = useMutation({ mutationFn: (get: () => Promise<void>) => get(), onError: onFailed });
  const start = (get: () => Promise<void>) => (): void => {
    onFailed(null);
    download.mutate(get);
  };
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button
          loading={download.isPending}
          leftSection={<IconDownload size={18} aria-hidden />}
          rightSection={<IconChevronDown size={16} aria-hidden />}
        >
          {t('reports.downloads')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={start(() => downloadFile(getReportDocument, { params }))}>
          {t('reports.form.docx')}
        </Menu.Item>
        <Menu.Item onClick={start(() => downloadFile(getReportWorkbook, { params }))}>
          {t('reports.form.xlsx')}
        </Menu.Item>
        <Menu.Item onClick={start(() => downloadFile(getReportPdf, { params }))}>{t('reports.form.pdf')}</Menu.Item>
        {(templates.data?.items ?? []).map((template) => (
          <Menu.Item
            key={template.id}
            onClick={start(() =>
              downloadFile(getReportFromTemplate, { params: { ...params, templateId: template.id } }),
            )}
          >
            {t('reports.form.template', { name: template.name })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
