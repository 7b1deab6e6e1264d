import { Button, Progress } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, determineMonthOf, vietnamDay } from '#platform/periods.rules.ts';
import { useMine } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { formatNumber } from '#web/ui/format.ts';
import { MonthPicker } from '#web/ui/MonthPicker.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { type Backwards, computeBackwards, countBackwards } from '../backwards.contract.ts';
import { listSubmissions } from '../submissions.contract.ts';
import classes from './ComputeBackwards.module.css';

/**
 * Adds an indicator of a register to approved months of before, by corrections that wait for approval. The steps follow
 * each other as long as the page is open; what was done stays, and whoever presses again goes on from there.
 */
export function ComputeBackwards({ code }: { code: string }) {
  const { t } = useTranslation();
  const { place } = useMine();
  const closed = addMonths(determineMonthOf(vietnamDay(new Date())), -1);
  const [unit, setUnit] = useState(place ? { id: place.unit.id, nameVi: place.unit.nameVi } : null);
  const [from, setFrom] = useState(addMonths(closed, -11));
  const asked = { unitId: unit?.id ?? 0, from };
  const counted = useApi(countBackwards, { params: { code }, query: asked }, { enabled: unit !== null });
  const [total, setTotal] = useState<number | null>(null);
  const step = useAct(computeBackwards, {
    refresh: [countBackwards, listSubmissions],
    onDone: (answer) => {
      if (answer.toCompute > 0 && answer.submitted > 0) return step.mutate({ params: { code }, body: asked });
      setTotal(null);
      tellDone(t('submissions.backwards.done'));
    },
  });
  const left = step.data && total !== null ? step.data.toCompute : (total ?? 0);
  return (
    <section className={classes.box} aria-labelledby="backwards">
      <h2 id="backwards">{t('submissions.backwards.title')}</h2>
      <p className="by-quiet">{t('submissions.backwards.note')}</p>
      <div className={classes.question}>
        <UnitPicker
          label={t('submissions.backwards.unit')}
          value={unit}
          onChange={(chosen) => chosen && setUnit(chosen)}
        />
        <MonthPicker label={t('submissions.backwards.from')} value={from} max={closed} onChange={setFrom} short />
      </div>
      <Answered of={counted} lines={3}>
        {(answer) => (
          <>
            <Counts answer={answer} />
            {step.error ? <ProblemAlert problem={step.error} /> : null}
            {total === null || step.error ? null : (
              <Progress.Root size="lg" mt="sm">
                <Progress.Section
                  value={total === 0 ? 100 : ((total - left) / total) * 100}
                  aria-label={t('submissions.backwards.progress')}
                />
              </Progress.Root>
            )}
            <Button
              mt="sm"
              leftSection={<IconHistory size={18} aria-hidden />}
              disabled={answer.toCompute === 0}
              loading={step.isPending}
              onClick={() => {
                setTotal(answer.toCompute);
                step.mutate({ params: { code }, body: asked });
              }}
            >
              {t('submissions.backwards.run')}
            </Button>
          </>
        )}
      </Answered>
    </section>
  );
}

const ways = ['toCompute', 'waiting', 'approved', 'underWay', 'missing'] as const;

function Counts({ answer }: { answer: Backwards }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (ways.every((way) => answer[way] === 0)) return <p role="status">{t('submissions.backwards.nothing')}</p>;
  return (
    <div role="status">
      <dl className={classes.counts}>
        {ways.map((way) => (
          <div key={way}>
            <dt>{t(`submissions.backwards.ways.${way}`)}</dt>
            <dd>{formatNumber(answer[way], language)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
