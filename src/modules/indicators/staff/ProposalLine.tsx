import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '#web/ui/format.ts';
import { Mark, type Tone } from '#web/ui/StateBadge.tsx';
import { useIndicatorWords } from '#web/ui/useLanguage.ts';
import type { IndicatorProposal, ProposalState } from '../indicators.contract.ts';

const tones: Record<ProposalState, Tone> = {
  proposed: 'soon',
  in_force: 'good',
  declined: 'danger',
  withdrawn: 'quiet',
};

/** State of a proposal in a word. */
export function ProposalMark({ state }: { state: ProposalState }) {
  const { t } = useTranslation();
  return (
    <Mark tone={tones[state]} oneLine>
      {t(`indicators.states.${state}`)}
    </Mark>
  );
}

/** A proposal in a line that leads to it. */
export function ProposalLine({ proposal }: { proposal: IndicatorProposal }) {
  const { t } = useTranslation();
  const { nameOf } = useIndicatorWords();
  return (
    <>
      <Link to="/indicator-proposals/$proposalId" params={{ proposalId: proposal.id }}>
        {proposal.indicator.code} · {nameOf(proposal.indicator)}
      </Link>{' '}
      <ProposalMark state={proposal.state} />
      <div className="by-quiet by-small">
        {t('indicators.proposedBy', { by: proposal.proposedBy, on: formatInstant(proposal.proposedAt) })}
        {proposal.decisionReason === null ? '' : ` · ${proposal.decisionReason}`}
      </div>
    </>
  );
}
