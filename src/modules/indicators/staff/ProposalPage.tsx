import { Button, Checkbox, Textarea } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listIndicators } from '#modules/figures/figures.contract.ts';
import { FigureDefinition } from '#modules/figures/staff/FigureDefinition.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { useIndicatorWords } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import {
  declineIndicator,
  type IndicatorProposal,
  listIndicatorProposals,
  secondIndicator,
  withdrawIndicator,
} from '../indicators.contract.ts';
import classes from './indicators.module.css';
import { OwedWords } from './OwedWords.tsx';
import { Preview } from './Preview.tsx';
import { ProposalMark } from './ProposalLine.tsx';

/** A proposed indicator, for the second person to look at and decide, and for all staff to read. */
export function ProposalPage() {
  const { t } = useTranslation();
  const { proposalId } = useParams({ from: '/staff/indicator-proposals/$proposalId' });
  const { nameOf } = useIndicatorWords();
  const proposals = useApi(listIndicatorProposals, {});
  const found = proposals.data?.items.find((proposal) => proposal.id === proposalId);
  const title = found ? t('indicators.proposal.title', { code: found.indicator.code }) : t('indicators.title');
  return (
    <>
      <PageTitle title={title} note={found ? nameOf(found.indicator) : undefined}>
        <LinkButton to="/indicators" variant="default">
          {t('indicators.all')}
        </LinkButton>
      </PageTitle>
      <Answered of={proposals}>
        {() => (found ? <Proposal proposal={found} /> : <EmptyState title={t('indicators.proposal.unknown')} />)}
      </Answered>
    </>
  );
}

function Proposal({ proposal }: { proposal: IndicatorProposal }) {
  const { t } = useTranslation();
  const { state, decidedBy, decidedAt, decisionReason, indicator } = proposal;
  return (
    <div className={classes.columns}>
      <div className={classes.parts}>
        <section>
          <h2>{t('indicators.proposal.state')}</h2>
          <p>
            <ProposalMark state={state} />
          </p>
          <p>{t('indicators.proposedBy', { by: proposal.proposedBy, on: formatInstant(proposal.proposedAt) })}</p>
          {decidedAt === null ? null : (
            <p>
              {t(`indicators.states.${state}`)}:{' '}
              {t('indicators.proposal.decided', { by: decidedBy, on: formatInstant(decidedAt) })}
            </p>
          )}
          {decisionReason === null ? null : (
            <p>
              {t('indicators.proposal.reason')}: {decisionReason}
            </p>
          )}
          {state === 'in_force' ? (
            <LinkButton to="/indicators/$code" params={{ code: indicator.code }} variant="default">
              {t('indicators.proposal.seeIndicator')}
            </LinkButton>
          ) : null}
        </section>
        <FigureDefinition indicator={indicator} />
        <OwedWords owed={proposal.owed} issuer={proposal.issuer} />
        {state === 'proposed' ? <Decision proposal={proposal} /> : null}
      </div>
      <Preview calculation={indicator} />
    </div>
  );
}

function Decision({ proposal }: { proposal: IndicatorProposal }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [confirmed, setConfirmed] = useState(false);
  const { code } = proposal.indicator;
  const { second: maySecond, withdraw: mayWithdraw } = proposal.acts;
  const second = useAct(secondIndicator, {
    refresh: [listIndicatorProposals, listIndicators],
    onDone: () => {
      tellDone(t('indicators.proposal.seconded', { code }));
      void navigate({ to: '/indicators/$code', params: { code } });
    },
  });
  return (
    <section className={classes.law} aria-labelledby="law">
      <h2 id="law">{t('indicators.proposal.law')}</h2>
      <p>{t('indicators.proposal.lawText')}</p>
      {maySecond ? (
        <Checkbox
          label={t('indicators.proposal.confirm')}
          checked={confirmed}
          onChange={(event) => setConfirmed(event.currentTarget.checked)}
        />
      ) : (
        <p className="by-quiet">{t('indicators.proposal.own')}</p>
      )}
      {second.error ? <ProblemAlert problem={second.error} /> : null}
      <div className={classes.acts}>
        {maySecond ? (
          <>
            <Button
              disabled={!confirmed}
              loading={second.isPending}
              onClick={() => second.mutate({ params: { id: proposal.id }, body: { keepsToDeeds: true } })}
            >
              {t('indicators.proposal.second')}
            </Button>
            <CloseButton proposal={proposal} how="decline" />
          </>
        ) : null}
        {mayWithdraw ? <CloseButton proposal={proposal} how="withdraw" /> : null}
      </div>
    </section>
  );
}

/** Ends a proposal, with a reason. */
function CloseButton({ proposal, how }: { proposal: IndicatorProposal; how: 'decline' | 'withdraw' }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [reason, setReason] = useState('');
  const close = useAct(how === 'decline' ? declineIndicator : withdrawIndicator, {
    refresh: [listIndicatorProposals],
    onDone: () => setOpened(false),
  });
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t(`indicators.proposal.${how}`)}
      </Button>
      <ConfirmDialog
        opened={opened}
        title={t(`indicators.proposal.${how}Title`, { code: proposal.indicator.code })}
        confirm={t(`indicators.proposal.${how}`)}
        danger
        busy={close.isPending}
        disabled={reason.trim().length < 3}
        problem={close.error ?? undefined}
        onConfirm={() => close.mutate({ params: { id: proposal.id }, body: { reason } })}
        onClose={() => setOpened(false)}
      >
        <Textarea
          label={t('indicators.proposal.reason')}
          description={t('indicators.proposal.reasonHint')}
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </ConfirmDialog>
    </>
  );
}
