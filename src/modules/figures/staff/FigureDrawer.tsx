import { IconAlertCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '#platform/http/route.ts';
import { useApi } from '#web/api/query.ts';
import { BasisLine } from '#web/ui/BasisLine.tsx';
import { CoverageMark } from '#web/ui/CoverageMark.tsx';
import type { FigureAddress } from '#web/ui/figure-address.ts';
import { useSaid } from '#web/ui/FigureChip.tsx';
import { formatNumber } from '#web/ui/format.ts';
import { SidePanel } from '#web/ui/SidePanel.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import { useIndicatorWords, useLanguage } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { openFigure } from '../figures.contract.ts';
import { FigureByMonth } from './FigureByMonth.tsx';
import { FigureByUnit, SilentUnits } from './FigureByUnit.tsx';
import { FigureDefinition } from './FigureDefinition.tsx';
import { OwnFigure } from './OwnFigure.tsx';
import classes from './FigureDrawer.module.css';

export type OpenedFigure = ResponseOf<typeof openFigure>;

/** A figure opened: its definition, where it comes from, by unit, by month, who is silent, and the records behind it. */
export function FigureDrawer({ address, onClose }: { address: FigureAddress; onClose: () => void }) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  const { indicatorCode, ...query } = address;
  const opened = useApi(openFigure, { params: { indicatorCode }, query });
  return (
    <SidePanel opened wide onClose={onClose} title={opened.data ? nameOf(opened.data.indicator) : t('figures.title')}>
      <Answered of={opened} lines={12}>
        {(answer) => <Figure answer={answer} />}
      </Answered>
    </SidePanel>
  );
}

function Figure({ answer }: { answer: OpenedFigure }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { unitOf } = useIndicatorWords();
  const said = useSaid();
  const { question, indicator, figure, notes } = answer;
  const isOwn = question.from === question.to && (question.unit.kind === 'commune' || answer.byUnit.length <= 1);
  const isItselfSilent = answer.silentUnits.length === 1 && answer.silentUnits[0]?.id === question.unit.id;
  const number = (value: string | null): string => (value === null ? '—' : formatNumber(value, language));
  return (
    <div className={classes.parts}>
      <section>
        <Link to="/units/$unitId" params={{ unitId: String(question.unit.id) }}>
          {question.unit.name}
        </Link>
        <p className={classes.value}>{said(figure.value, unitOf(indicator), figure.qualifier)}</p>
        {figure.numerator === null && figure.denominator === null ? null : (
          <p>{t('figures.parts', { numerator: number(figure.numerator), denominator: number(figure.denominator) })}</p>
        )}
        {figure.coverage && figure.coverage.units > 1 ? <CoverageMark coverage={figure.coverage} /> : null}
        <BasisLine {...question} />
      </section>
      {notes.length > 0 ? (
        <section aria-label={t('figures.noteTitle')}>
          <ul className={classes.notes}>
            {notes.map((note) => (
              <li key={`${note.code} ${note.text}`}>
                <IconAlertCircle size={16} aria-hidden />
                <span>{note.text}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {isOwn ? <OwnFigure unitId={question.unit.id} month={question.from} indicatorCode={indicator.code} /> : null}
      <FigureByMonth answer={answer} />
      <FigureByUnit answer={answer} />
      {isItselfSilent ? null : (
        <SilentUnits units={answer.silentUnits} total={figure.coverage?.silentUnits ?? answer.silentUnits.length} />
      )}
      <FigureOrigins origins={figure.origins} />
      <FigureDefinition indicator={indicator} />
    </div>
  );
}

const originKinds = ['records', 'supplement', 'imported', 'apportioned'] as const;

function FigureOrigins({ origins }: { origins: OpenedFigure['figure']['origins'] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const known = originKinds.filter((kind) => origins[kind] > 0);
  if (known.length === 0) return null;
  return (
    <section aria-labelledby="origins">
      <h2 id="origins">{t('figures.origin.title')}</h2>
      <ul>
        {known.map((kind) => {
          const words = t(`figures.origin.${kind}`, { number: formatNumber(origins[kind], language) });
          return <li key={kind}>{kind === 'apportioned' ? <Mark tone="soon">{words}</Mark> : words}</li>;
        })}
      </ul>
    </section>
  );
}
