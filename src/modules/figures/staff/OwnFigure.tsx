import { UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '#platform/http/route.ts';
import { useApi } from '#web/api/query.ts';
import { useRegister } from '#web/api/registers.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { useSaid } from '#web/ui/FigureChip.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { type PeriodState, StateBadge } from '#web/ui/StateBadge.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { openOwnFigure } from '../figures.contract.ts';
import { toRegisterSearch } from './register-conditions.ts';
import { CountedRecords } from './CountedRecords.tsx';
import classes from './FigureDrawer.module.css';

export type OpenedOwnFigure = ResponseOf<typeof openOwnFigure>;
type Version = OpenedOwnFigure['versions'][number];

/** One unit's own figure of one month: every version, and the records that a version counted. */
export function OwnFigure(props: { unitId: number; month: string; indicatorCode: string }) {
  const { t } = useTranslation();
  const [version, setVersion] = useState<number>();
  const own = useApi(openOwnFigure, { params: props, query: { version } });
  return (
    <section aria-labelledby="own">
      <h2 id="own">{t('figures.own.title')}</h2>
      <Answered of={own} lines={3}>
        {(answer) =>
          answer.versions.length === 0 ? (
            <p className="by-quiet">
              {t('figures.own.none')} <RecordsSoFar own={answer} />
            </p>
          ) : (
            <>
              <Versions answer={answer} onShow={setVersion} />
              <CountedRecords own={answer} />
            </>
          )
        }
      </Answered>
    </section>
  );
}

/** A month that is not handed in yet has nothing frozen: its records stand in the register. */
function RecordsSoFar({ own }: { own: OpenedOwnFigure }) {
  const { t } = useTranslation();
  const register = useRegister(own.indicator.register);
  if (register === undefined || !own.recordsReadable) return null;
  return (
    <Link to="/registers/$register" params={{ register: register.name }} search={toRegisterSearch(register, own)}>
      {t('figures.own.soFar')}
    </Link>
  );
}

function Versions({ answer, onShow }: { answer: OpenedOwnFigure; onShow: (version: number) => void }) {
  const { t } = useTranslation();
  const said = useSaid();
  const act = (by: string | null, at: string | null): string => {
    if (at === null) return '—';
    return by === null ? formatInstant(at) : t('figures.own.by', { by, at: formatInstant(at) });
  };
  const columns: Column<Version>[] = [
    {
      key: 'version',
      title: t('figures.own.version'),
      render: (one) =>
        one.version === answer.version ? (
          <strong>{one.version}</strong>
        ) : (
          <UnstyledButton
            className={classes.show}
            onClick={() => onShow(one.version)}
            aria-label={t('figures.own.show', { version: one.version })}
          >
            {one.version}
          </UnstyledButton>
        ),
    },
    { key: 'state', title: t('figures.own.state'), render: (one) => <StateBadge state={one.state as PeriodState} /> },
    {
      key: 'value',
      title: t('figures.own.value'),
      numeric: true,
      render: (one) => said(one.value, '', one.qualifier),
    },
    {
      key: 'origin',
      title: t('figures.own.origin'),
      render: (one) => (
        <>
          {t(`figures.own.origins.${one.origin as 'records'}`)}
          {one.reason === null ? null : <p className="by-quiet">{t('figures.own.reason', { reason: one.reason })}</p>}
          {one.correctionReason === null ? null : (
            <p className="by-quiet">{t('figures.own.correction', { reason: one.correctionReason })}</p>
          )}
        </>
      ),
    },
    { key: 'submitted', title: t('figures.own.submitted'), render: (one) => act(one.submittedBy, one.submittedAt) },
    { key: 'decided', title: t('figures.own.decided'), render: (one) => act(one.decidedBy, one.decidedAt) },
  ];
  return (
    <DataTable
      caption={t('figures.own.title')}
      columns={columns}
      rows={answer.versions}
      rowKey={(one) => one.version}
      isMarked={(one) => answer.versions.length > 1 && one.version === answer.version}
    />
  );
}
