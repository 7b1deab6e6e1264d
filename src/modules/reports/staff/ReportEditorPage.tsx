import { Button } from '@mantine/core';
import { IconLock, IconPrinter, IconRefresh, IconRulerMeasure, IconSettings, IconTrash } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReach } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { mainTexts, textSections } from '../report-sections.rules.ts';
import type { ReportSection } from '../reports.contract.ts';
import {
  beginReport,
  discardReport,
  freezeReport,
  getReport,
  listReports,
  type OpenedReport,
  reviseReport,
} from '../saved-reports.contract.ts';
import { OwnTextEditor } from './OwnTextEditor.tsx';
import { RebuildResult } from './RebuildResult.tsx';
import { ReportDownloads } from './ReportDownloads.tsx';
import { ReportForm } from './ReportForm.tsx';
import { ReportPaper } from './ReportPaper.tsx';
import { ReportState } from './ReportsPage.tsx';
import { RoundingDialog } from './RoundingDialog.tsx';
import classes from './ReportEditor.module.css';

const route = getRouteApi('/staff/reports/$reportId');

/** A saved report: outline on the left, the page as printed on the right. */
export function ReportEditorPage() {
  const { t } = useTranslation();
  const { reportId } = route.useParams();
  const opened = useApi(getReport, { params: { id: reportId } });
  return (
    <>
      {opened.data ? null : <PageTitle title={t('reports.title')} />}
      <Answered of={opened} lines={16}>
        {(answer) => <ReportEditor key={answer.saved.id} opened={answer} />}
      </Answered>
    </>
  );
}

type Dialog = 'settings' | 'rounding' | 'freeze' | 'discard' | 'rebuild' | null;

function ReportEditor({ opened }: { opened: OpenedReport }) {
  const { t } = useTranslation();
  const { saved, report, writable } = opened;
  const [dialog, setDialog] = useState<Dialog>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const close = (): void => setDialog(null);
  const renderOwnText = (section: ReportSection) =>
    textSections.some((key) => key === section.key) ? (
      <OwnTextEditor
        reportId={saved.id}
        section={section.key}
        title={section.title}
        kept={opened.texts[section.key] ?? { text: '', version: 0 }}
        isMain={mainTexts.some((key) => key === section.key)}
        facts={section.key === 'limits' ? report.facts : []}
      />
    ) : null;
  return (
    <>
      <div data-print="no">
        <PageTitle title={saved.title} note={<StateLine opened={opened} />}>
          <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
            {t('ui.print')}
          </Button>
          <ReportDownloads saved={saved} onFailed={setFailed} />
        </PageTitle>
        {failed ? <ProblemAlert problem={failed} /> : null}
        <EditorBar opened={opened} onOpen={setDialog} />
        {dialog === 'rebuild' ? <RebuildResult reportId={saved.id} /> : null}
      </div>
      <div className={classes.columns}>
        <Outline sections={report.sections} />
        <ReportPaper report={report} {...(writable ? { renderOwnText } : {})} />
      </div>
      {dialog === 'settings' ? <Settings opened={opened} onClose={close} /> : null}
      {dialog === 'rounding' ? <Roundings opened={opened} onClose={close} /> : null}
      {dialog === 'freeze' ? <Freeze opened={opened} onClose={close} /> : null}
      {dialog === 'discard' ? <Discard opened={opened} onClose={close} /> : null}
    </>
  );
}

function StateLine({ opened: { saved, report } }: { opened: OpenedReport }) {
  const { t } = useTranslation();
  return (
    <>
      <ReportState report={saved} /> {report.question.unit.name}
      {saved.frozenAt ? (
        <span className={classes.hash}>
          {' '}
          · {t('reports.frozenBy', { at: formatInstant(saved.frozenAt), by: saved.frozenBy })} ·{' '}
          {t('reports.hash', { hash: saved.frozenHash?.slice(0, 16) })}
        </span>
      ) : null}
    </>
  );
}

function EditorBar({ opened, onOpen }: { opened: OpenedReport; onOpen: (dialog: Dialog) => void }) {
  const { t } = useTranslation();
  const { saved, writable } = opened;
  if (saved.state === 'frozen') {
    return (
      <div className={classes.bar}>
        <Button variant="default" leftSection={<IconRefresh size={18} aria-hidden />} onClick={() => onOpen('rebuild')}>
          {t('reports.rebuild.act')}
        </Button>
        <BeginFrom opened={opened} />
      </div>
    );
  }
  if (!writable) return null;
  return (
    <div className={classes.bar}>
      <Button variant="default" leftSection={<IconSettings size={18} aria-hidden />} onClick={() => onOpen('settings')}>
        {t('reports.settings')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconRulerMeasure size={18} aria-hidden />}
        onClick={() => onOpen('rounding')}
      >
        {t('reports.rounding.open')}
      </Button>
      <Button variant="light" leftSection={<IconLock size={18} aria-hidden />} onClick={() => onOpen('freeze')}>
        {t('reports.freeze.act')}
      </Button>
      <Button
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => onOpen('discard')}
      >
        {t('reports.discard.act')}
      </Button>
    </div>
  );
}

function Outline({ sections }: { sections: ReportSection[] }) {
  const { t } = useTranslation();
  return (
    <nav className={classes.outline} aria-label={t('reports.outline')} data-print="no">
      <ol>
        {sections.map((section) => (
          <li key={section.key} data-level={section.level} data-empty={section.number === ''}>
            <a href={`#section-${section.key}`}>
              <span aria-hidden>{section.number === '' ? '–' : `${section.number}.`}</span>
              <span>
                {section.title}
                {section.number === '' ? ` (${t('reports.emptySection')})` : ''}
              </span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

type Opening = { opened: OpenedReport; onClose: () => void };
const refresh = [getReport, listReports];

function toBody({ saved, roundings }: OpenedReport) {
  const { kind, from, to, view, asKnownOn, comparison, title, version } = saved;
  return { kind, from, to, view, asKnownOn, comparison, title, version, roundings };
}

function Settings({ opened, onClose }: Opening) {
  const { t } = useTranslation();
  const revise = useAct(reviseReport, { refresh, onDone: onClose });
  const { saved } = opened;
  return (
    <ReportForm
      title={t('reports.settings')}
      submit={t('reports.saveSettings')}
      isNew={false}
      start={saved}
      busy={revise.isPending}
      problem={revise.error}
      onClose={onClose}
      onSubmit={({ kind, from, to, view, asKnownOn, comparison, title }) =>
        revise.mutate({
          params: { id: saved.id },
          body: { ...toBody(opened), kind, from, to, view, asKnownOn, comparison, title },
        })
      }
    />
  );
}

function Roundings({ opened, onClose }: Opening) {
  const revise = useAct(reviseReport, { refresh, onDone: onClose });
  return (
    <RoundingDialog
      report={opened.report}
      roundings={opened.roundings}
      busy={revise.isPending}
      problem={revise.error}
      onClose={onClose}
      onSave={(roundings) => revise.mutate({ params: { id: opened.saved.id }, body: { ...toBody(opened), roundings } })}
    />
  );
}

function Freeze({ opened, onClose }: Opening) {
  const { t } = useTranslation();
  const { saved } = opened;
  const freeze = useAct(freezeReport, { refresh, onDone: onClose });
  return (
    <ConfirmDialog
      opened
      title={t('reports.freeze.title')}
      confirm={t('reports.freeze.act')}
      busy={freeze.isPending}
      problem={freeze.error}
      onClose={onClose}
      onConfirm={() => freeze.mutate({ params: { id: saved.id }, body: { version: saved.version } })}
    >
      {t('reports.freeze.text')}
    </ConfirmDialog>
  );
}

function Discard({ opened, onClose }: Opening) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { saved } = opened;
  const discard = useAct(discardReport, {
    refresh: [listReports],
    onDone: () => void navigate({ to: '/reports' }),
  });
  return (
    <ConfirmDialog
      opened
      danger
      title={t('reports.discard.title')}
      confirm={t('reports.discard.act')}
      busy={discard.isPending}
      problem={discard.error}
      onClose={onClose}
      onConfirm={() => discard.mutate({ params: { id: saved.id }, body: { version: saved.version } })}
    >
      {t('reports.discard.text', { title: saved.title })}
    </ConfirmDialog>
  );
}

function BeginFrom({ opened: { saved } }: { opened: OpenedReport }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useReach('report.write') !== undefined;
  const begin = useAct(beginReport, {
    refresh: [listReports],
    onDone: ({ id }) => void navigate({ to: '/reports/$reportId', params: { reportId: id } }),
  });
  if (!mayWrite) return null;
  const { unit, kind, title, from, to, view, asKnownOn, comparison } = saved;
  return (
    <>
      <Button
        variant="light"
        loading={begin.isPending}
        onClick={() =>
          begin.mutate({
            body: { unitId: unit.id, kind, title, from, to, view, asKnownOn, comparison, begunFrom: saved.id },
          })
        }
      >
        {t('reports.beginFrom')}
      </Button>
      {begin.error ? <ProblemAlert problem={begin.error} /> : null}
    </>
  );
}
