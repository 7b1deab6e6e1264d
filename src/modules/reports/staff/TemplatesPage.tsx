import { Button, FileButton, TextInput } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadFile } from '#web/api/client.ts';
import { useMine, useReach } from '#web/api/me.tsx';
import { keyOf, useAct, useApi } from '#web/api/query.ts';
import { uploadFile } from '#web/api/upload.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { foldText, formatInstant } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import {
  addReportTemplate,
  getReportTemplate,
  getSampleTemplate,
  listReportTemplates,
  listTemplateNames,
  removeReportTemplate,
} from '../templates.contract.ts';
import classes from './ReportEditor.module.css';

/** The unit's own Word templates, and every name that they may hold. */
export function TemplatesPage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const mayWrite = useReach('report.write') !== undefined;
  const unit = place?.unit.id ?? 0;
  const templates = useApi(listReportTemplates, { query: { unit } }, { enabled: place !== undefined });
  const remove = useAct(removeReportTemplate, { refresh: [listReportTemplates] });
  const download = useMutation({ mutationFn: (get: () => Promise<void>) => get() });
  return (
    <>
      <PageTitle title={t('reports.templates.title')} note={t('reports.templates.note')}>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          onClick={() => download.mutate(() => downloadFile(getSampleTemplate, {}))}
        >
          {t('reports.templates.sample')}
        </Button>
      </PageTitle>
      <div className={classes.fields}>
        {mayWrite ? <AddTemplate unit={unit} /> : null}
        {remove.error || download.error ? <ProblemAlert problem={remove.error ?? download.error} /> : null}
        <Answered of={templates} lines={3}>
          {({ items }) => (
            <DataTable
              caption={t('reports.templates.title')}
              rows={items}
              rowKey={(template) => template.id}
              empty={<EmptyState title={t('reports.templates.none')}>{t('reports.templates.noneHint')}</EmptyState>}
              columns={[
                { key: 'name', title: t('reports.templates.name'), phone: 'title', render: (one) => one.name },
                {
                  key: 'count',
                  title: t('reports.templates.names'),
                  numeric: true,
                  render: (one) => one.placeholders.length,
                },
                {
                  key: 'added',
                  title: t('reports.changed'),
                  render: (one) => `${formatInstant(one.addedAt)}, ${one.addedBy}`,
                },
                {
                  key: 'act',
                  title: t('reports.targets.act'),
                  render: (one) => (
                    <>
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        aria-label={t('reports.templates.getOf', { name: one.name })}
                        onClick={() =>
                          download.mutate(() => downloadFile(getReportTemplate, { params: { id: one.id } }))
                        }
                      >
                        {t('reports.templates.get')}
                      </Button>
                      {mayWrite ? (
                        <Button
                          size="compact-sm"
                          variant="subtle"
                          aria-label={t('reports.templates.removeOf', { name: one.name })}
                          onClick={() => remove.mutate({ params: { id: one.id } })}
                        >
                          {t('reports.templates.remove')}
                        </Button>
                      ) : null}
                    </>
                  ),
                },
              ]}
            />
          )}
        </Answered>
        <TemplateNames />
      </div>
    </>
  );
}

function AddTemplate({ unit }: { unit: number }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: (file: File) =>
      uploadFile(addReportTemplate, { query: { unit, name: name.trim() || file.name.replace(/\.docx$/i, '') } }, file),
    onSuccess: async () => {
      setName('');
      await client.invalidateQueries({ queryKey: keyOf(listReportTemplates) });
    },
  });
  return (
    <section className={classes.fields}>
      <TextInput
        label={t('reports.templates.name')}
        description={t('reports.templates.nameHint')}
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {add.error ? <ProblemAlert problem={add.error} /> : null}
      <div>
        <FileButton accept=".docx" onChange={(file) => file && add.mutate(file)}>
          {(props) => (
            <Button {...props} loading={add.isPending} leftSection={<IconUpload size={18} aria-hidden />}>
              {t('reports.templates.upload')}
            </Button>
          )}
        </FileButton>
      </div>
    </section>
  );
}

const namesShown = 60;

function TemplateNames() {
  const { t } = useTranslation();
  const language = useLanguage();
  const names = useApi(listTemplateNames, {});
  const [sought, setSought] = useState('');
  return (
    <section className={classes.fields}>
      <h2>{t('reports.templates.allNames')}</h2>
      <TextInput
        label={t('reports.templates.find')}
        value={sought}
        onChange={(event) => setSought(event.currentTarget.value)}
      />
      <Answered of={names}>
        {({ items }) => {
          const found = items.filter((one) => foldText(`${one.name} ${one[language]}`).includes(foldText(sought)));
          return (
            <>
              <DataTable
                caption={t('reports.templates.allNames')}
                rows={found.slice(0, namesShown)}
                rowKey={(one) => one.name}
                columns={[
                  {
                    key: 'name',
                    title: t('reports.templates.written'),
                    phone: 'title',
                    width: '32%',
                    render: (one) => <code>{`{{${one.name}}}`}</code>,
                  },
                  { key: 'means', title: t('reports.templates.means'), render: (one) => one[language] },
                ]}
              />
              <p className="by-quiet">
                {t('reports.templates.shown', { shown: Math.min(found.length, namesShown), of: found.length })}
              </p>
            </>
          );
        }}
      </Answered>
    </section>
  );
}
