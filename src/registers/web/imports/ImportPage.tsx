import { Button, Progress } from '@mantine/core';
import { IconArrowLeft, IconCheck } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMine } from '#web/api/me.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { useLanguage, useSay, useUnitName } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import type { Register } from '../../declaration.ts';
import type { Import, ImportProgress } from '../../imports.contract.ts';
import { ChooseFile } from './ChooseFile.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import classes from './imports.module.css';
import { type RunningImport, useImport } from './useImport.ts';

/** Brings a workbook into a register: choose, check, look, agree. Made from the declaration. */
export function ImportPage({ register }: { register: Register }) {
  const { t } = useTranslation();
  const say = useSay();
  const nameOf = useUnitName();
  const { place } = useMine();
  const running = useImport(register, place?.unit.id);
  const openRegister = useOpenRegister(register);
  return (
    <>
      <PageTitle
        title={t('registers.imports.title', {
          one: say(register.labelOne),
          many: say(register.label).toLowerCase(),
        })}
        note={place && nameOf(place.unit)}
      >
        <Button variant="default" leftSection={<IconArrowLeft size={18} aria-hidden />} onClick={openRegister}>
          {t('registers.imports.back')}
        </Button>
      </PageTitle>
      <Announcement running={running} />
      <Steps key={running.id ?? 'none'} register={register} running={running} openRegister={openRegister} />
    </>
  );
}

function useOpenRegister(register: Register): () => void {
  const navigate = useNavigate();
  return () => void navigate({ to: '/registers/$register', params: { register: register.name } });
}

type Parts = { register: Register; running: RunningImport; openRegister: () => void };

function Steps({ register, running, openRegister }: Parts) {
  const [entered, setEntered] = useState<ImportProgress>();
  const { upload, check, view } = running;
  if (entered !== undefined) return <Entered progress={entered} running={running} openRegister={openRegister} />;
  if (running.sentPart !== undefined || check.isPending) return <UnderWay running={running} />;
  if (view === undefined) {
    return (
      <>
        {upload.error ? <ProblemAlert problem={upload.error} /> : null}
        <ChooseFile routes={running.routes} maxBytes={running.maxBytes} onFile={(file) => upload.mutate(file)} />
      </>
    );
  }
  return (
    <>
      {check.error ? <Refused running={running} /> : null}
      <Answered of={view}>
        {(answer) => {
          if (answer.state === 'confirmed')
            return <Entered progress={answer} running={running} openRegister={openRegister} />;
          if (answer.state === 'checked' && check.error === null)
            return <ImportPreview register={register} running={running} view={answer} onEntered={setEntered} />;
          return check.error ? null : <Unfinished running={running} view={answer} />;
        }}
      </Answered>
    </>
  );
}

/** Progress in words for those who do not see the bar; by tenths, so that it is not said all the time. */
function Announcement({ running }: { running: RunningImport }) {
  const words = useProgressWords(running, 10);
  return (
    <p role="status" aria-live="polite" className={classes.said}>
      {words.text}
    </p>
  );
}

function useProgressWords(
  running: RunningImport,
  tellEveryPercent: number,
): { text: string; percent: number | undefined } {
  const { t } = useTranslation();
  const language = useLanguage();
  const round = (part: number): number => Math.floor((part * 100) / tellEveryPercent) * tellEveryPercent;
  const { sentPart, check, view } = running;
  if (sentPart !== undefined) {
    const percent = round(sentPart);
    return { text: t('registers.imports.uploading', { percent }), percent };
  }
  const { checkedRows = 0, totalRows = 0, state } = view?.data ?? {};
  const total = formatNumber(totalRows, language);
  if (check.isPending && (totalRows === 0 || state !== 'checking'))
    return { text: t('registers.imports.reading'), percent: undefined };
  if (check.isPending) {
    const done = Math.round((totalRows * round(checkedRows / totalRows)) / 100);
    return {
      text: t('registers.imports.checking', { done: formatNumber(done, language), total }),
      percent: (checkedRows / totalRows) * 100,
    };
  }
  return { text: state === 'checked' ? t('registers.imports.checked', { total }) : '', percent: undefined };
}

function UnderWay({ running }: { running: RunningImport }) {
  const { text, percent } = useProgressWords(running, 1);
  return (
    <section className={classes.box} aria-busy="true">
      <p aria-hidden>{text}</p>
      <Progress value={percent ?? 100} animated={percent === undefined} size="lg" aria-label={text} />
    </section>
  );
}

function Refused({ running }: { running: RunningImport }) {
  const { t } = useTranslation();
  return (
    <section className={classes.acts}>
      <ProblemAlert problem={running.check.error} />
      <Button onClick={running.startAnew}>{t('registers.imports.another')}</Button>
    </section>
  );
}

/** Reloaded while it was checked, or after the server went away. */
function Unfinished({ running, view }: { running: RunningImport; view: Import }) {
  const { t } = useTranslation();
  const isGone = view.state === 'abandoned' || !view.isKept;
  return (
    <section className={classes.box}>
      <p>{t(isGone ? 'registers.imports.over' : 'registers.imports.unfinished')}</p>
      <div className={classes.row}>
        {isGone ? null : (
          <Button onClick={() => running.check.mutate(view.id)}>{t('registers.imports.checkAgain')}</Button>
        )}
        <Button variant={isGone ? 'filled' : 'default'} onClick={running.startAnew}>
          {t('registers.imports.another')}
        </Button>
      </div>
    </section>
  );
}

function Entered(props: { progress: ImportProgress; running: RunningImport; openRegister: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { counts } = props.progress;
  const say = (key: 'doneNew' | 'doneChanged', count: number): string =>
    t(`registers.imports.${key}`, { count, shown: formatNumber(count, language) });
  return (
    <section className={classes.box} role="status">
      <h2 className={classes.done}>
        <IconCheck size={22} aria-hidden /> {t('registers.imports.doneTitle')}
      </h2>
      {counts === null ? null : (
        <>
          {counts.new > 0 ? <p>{say('doneNew', counts.new)}</p> : null}
          {counts.changed > 0 ? <p>{say('doneChanged', counts.changed)}</p> : null}
        </>
      )}
      <p className="by-quiet">{t('registers.imports.doneText')}</p>
      <div className={classes.row}>
        <Button onClick={props.openRegister}>{t('registers.imports.toList')}</Button>
        <Button variant="default" onClick={props.running.startAnew}>
          {t('registers.imports.more')}
        </Button>
      </div>
    </section>
  );
}
