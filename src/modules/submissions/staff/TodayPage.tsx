import { IconAlertTriangle, IconClock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type FeedbackDue, useFeedbackDue } from '#modules/feedback/staff/useFeedbackDue.ts';
import { type TipsDue, useTipsDue } from '#modules/tips/staff/useTipsDue.ts';
import { useMine } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import type { ResponseOf } from '#platform/http/route.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { FigureChip } from '#web/ui/FigureChip.tsx';
import { formatDay, formatMonth, formatNumber, formatValue } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { Sparkline } from '#web/ui/TrendChart.tsx';
import { useIndicatorWords, useLanguage, useUnitName } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { getToday } from '../submissions.contract.ts';
import { StateProgress } from './StateProgress.tsx';
import classes from './TodayPage.module.css';

type Today = ResponseOf<typeof getToday>;
type Due = Today['due'][number];

/** What waits for me by clock, how the period goes, and the first figures of my unit. */
export function TodayPage() {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const { place } = useMine();
  const today = useApi(getToday, { query: { post: place?.posts[0]?.id } }, { enabled: place !== undefined });
  return (
    <>
      <PageTitle title={t('submissions.today.title')} note={place && nameOf(place.unit)} />
      {place ? (
        <Answered of={today}>{(answer) => <Answer answer={answer} />}</Answered>
      ) : (
        <EmptyState title={t('shell.noPost')}>{t('shell.noPostText')}</EmptyState>
      )}
    </>
  );
}

function Answer({ answer }: { answer: Today }) {
  const { t } = useTranslation();
  const { progress, figures, due } = answer;
  const tips = useTipsDue();
  const feedback = useFeedbackDue();
  return (
    <div className={classes.parts}>
      <section aria-labelledby="due">
        <h2 id="due">{t('submissions.today.dueTitle')}</h2>
        {due.length === 0 && tips.length === 0 && feedback === undefined ? (
          <EmptyState title={t('submissions.today.nothingDue')}>{t('submissions.today.nothingDueHint')}</EmptyState>
        ) : (
          <ul className={classes.due}>
            {tips.map((one) => (
              <TipsLine key={one.kind} due={one} />
            ))}
            {feedback ? <FeedbackLine due={feedback} /> : null}
            {due.map((one) => (
              <DueLine key={`${one.kind} ${one.unit.id} ${one.month}`} due={one} />
            ))}
          </ul>
        )}
      </section>
      {progress && progress.obliged > 0 ? <Progress progress={progress} /> : null}
      {figures.length > 0 ? <Figures answer={answer} /> : null}
    </div>
  );
}

const doWords = {
  submit: 'doSubmit',
  mend: 'doMend',
  approve: 'doApprove',
  drift: 'doDrift',
  silent: 'doSilent',
} as const;

function DueLine({ due }: { due: Due }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { kind, unit, month, count } = due;
  const isOwn = kind === 'submit' || kind === 'mend';
  return (
    <li className={classes.line} data-overdue={due.overdue}>
      {due.overdue ? <IconAlertTriangle size={20} aria-hidden /> : <IconClock size={20} aria-hidden />}
      <div className={classes.lineWords}>
        <span className={classes.lineTitle}>
          {t(`submissions.today.${kind}`, {
            month: formatMonth(month),
            count,
            shown: formatNumber(count, language),
          })}
        </span>
        <span className={classes.lineNote}>
          {unit.name} ·{' '}
          <span className={classes.clock}>
            {t(due.overdue ? 'submissions.today.overdue' : 'submissions.today.dueOn', { day: formatDay(due.dueOn) })}
          </span>
        </span>
      </div>
      <LinkButton
        {...(kind === 'drift'
          ? { to: '/drift', search: { unit: unit.id, month } }
          : isOwn
            ? { to: '/period', search: { unit: unit.id, month } }
            : { to: '/approve', search: { unit: unit.id, month, state: kind === 'silent' ? 'missing' : undefined } })}
        variant={due.overdue || kind === 'mend' ? 'filled' : 'default'}
        data-print="no"
      >
        {t(`submissions.today.${doWords[kind]}`)}
      </LinkButton>
    </li>
  );
}

function TipsLine({ due }: { due: TipsDue }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { kind, count, late, to } = due;
  const shown = formatNumber(count, language);
  return (
    <li className={classes.line} data-overdue={late > 0}>
      {late > 0 ? <IconAlertTriangle size={20} aria-hidden /> : <IconClock size={20} aria-hidden />}
      <div className={classes.lineWords}>
        <span className={classes.lineTitle}>{t(`tips.today.${kind}`, { count, shown })}</span>
        {kind === 'handle' && late > 0 ? (
          <span className={classes.lineNote}>
            <span className={classes.clock}>{t('tips.inbox.late', { count: late })}</span>
          </span>
        ) : null}
      </div>
      <LinkButton to={to} variant={late > 0 ? 'filled' : 'default'} data-print="no">
        {t(kind === 'handle' ? 'tips.inbox.title' : 'tips.oversight.title')}
      </LinkButton>
    </li>
  );
}

function FeedbackLine({ due }: { due: FeedbackDue }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { kind, overdue, soon } = due;
  const isLate = overdue > 0;
  const count = kind === 'answer' ? overdue + soon : overdue;
  const parts = (
    [
      ['overdue', overdue],
      ['soon', soon],
    ] as const
  ).filter(([, some]) => some > 0);
  return (
    <li className={classes.line} data-overdue={isLate}>
      {isLate ? <IconAlertTriangle size={20} aria-hidden /> : <IconClock size={20} aria-hidden />}
      <div className={classes.lineWords}>
        <span className={classes.lineTitle}>
          {t(`feedback.today.${kind}`, { count, shown: formatNumber(count, language) })}
        </span>
        {kind === 'answer' ? (
          <span className={classes.lineNote}>
            <span className={classes.clock}>
              {parts
                .map(([part, some]) =>
                  t(`feedback.today.${part}`, { count: some, shown: formatNumber(some, language) }),
                )
                .join(' · ')}
            </span>
          </span>
        ) : null}
      </div>
      <LinkButton to="/feedback" variant={isLate ? 'filled' : 'default'} data-print="no">
        {t('feedback.title')}
      </LinkButton>
    </li>
  );
}

function Progress({ progress }: { progress: NonNullable<Today['progress']> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const number = (value: number): string => formatNumber(value, language);
  const { obliged, submitted, approved, month } = progress;
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{t('submissions.today.progressTitle', { month: formatMonth(month) })}</h2>
      <Link to="/approve" search={{ month }} className={classes.progress}>
        <StateProgress counts={{ approved, submitted, missing: obliged - submitted - approved }} />
        <span>
          {t('submissions.today.progress', {
            approved: number(approved),
            obliged: number(obliged),
            submitted: number(submitted),
          })}
        </span>
      </Link>
    </section>
  );
}

function Figures({ answer }: { answer: Today }) {
  const { t } = useTranslation();
  const { figures, month } = answer;
  return (
    <section aria-labelledby="figures">
      <h2 id="figures">{t('submissions.today.figuresTitle', { month: formatMonth(month) })}</h2>
      <p className="by-quiet by-small">{t('submissions.today.figuresUnit', { unit: figures[0]?.unit.name ?? '' })}</p>
      <ul className={classes.figures}>
        {figures.map((one) => (
          <FigureCard key={one.indicator.code} one={one} month={month} />
        ))}
      </ul>
    </section>
  );
}

function FigureCard({ one, month }: { one: Today['figures'][number]; month: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { nameOf, unitOf } = useIndicatorWords();
  const name = nameOf(one.indicator);
  const measureUnit = unitOf(one.indicator);
  return (
    <li className={classes.card}>
      <h3 className={classes.cardName}>{name}</h3>
      <FigureChip
        name={name}
        value={one.value}
        measureUnit={measureUnit}
        coverage={one.coverage}
        address={{ indicatorCode: one.indicator.code, unit: `#${one.unit.id}`, from: month, to: month, view: 'then' }}
        large
      />
      <Sparkline points={one.trend} label={t('submissions.today.trend', { name, months: one.trend.length })} />
      <p className="by-quiet by-small">
        {one.sameMonthLastYear === null
          ? t('submissions.today.sameMonthNone')
          : t('submissions.today.sameMonth', { value: formatValue(one.sameMonthLastYear, measureUnit, language) })}
      </p>
    </li>
  );
}
