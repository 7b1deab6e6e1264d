import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { listIndicators } from '#modules/figures/figures.contract.ts';
import { FigureDefinition } from '#modules/figures/staff/FigureDefinition.tsx';
import { ComputeBackwards } from '#modules/submissions/staff/ComputeBackwards.tsx';
import { useReach } from '#web/api/me.tsx';
import { useApi } from '#web/api/query.ts';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatDay } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { useIndicatorWords } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { listIndicatorProposals } from '../indicators.contract.ts';
import classes from './indicators.module.css';
import { OwedWords } from './OwedWords.tsx';

/** One indicator: what it means, who made it, who owes it; and, from a register, its figures for the months of before. */
export function IndicatorPage() {
  const { t } = useTranslation();
  const { code } = useParams({ from: '/staff/indicators/$code' });
  const { nameOf } = useIndicatorWords();
  const indicators = useApi(listIndicators, {});
  const mayCompute = useReach('submission.bulk') !== undefined;
  const found = indicators.data?.items.find((indicator) => indicator.code === code);
  return (
    <>
      <PageTitle title={found ? nameOf(found) : t('indicators.name')} note={found?.code}>
        <LinkButton to="/indicators" variant="default">
          {t('indicators.all')}
        </LinkButton>
      </PageTitle>
      <Answered of={indicators}>
        {() =>
          found ? (
            <div className={classes.parts}>
              <FigureDefinition indicator={found} />
              <Makers code={code} />
              {mayCompute && found.register !== null ? <ComputeBackwards code={code} /> : null}
            </div>
          ) : (
            <EmptyState title={t('indicators.one.unknown', { code })} />
          )
        }
      </Answered>
    </>
  );
}

function Makers({ code }: { code: string }) {
  const { t } = useTranslation();
  const proposals = useApi(listIndicatorProposals, {});
  return (
    <Answered of={proposals} lines={2}>
      {({ items }) => {
        const made = items.find((proposal) => proposal.state === 'in_force' && proposal.indicator.code === code);
        return (
          <div className={classes.parts}>
            <section>
              <h2>{t('indicators.one.people')}</h2>
              <p>
                {made?.decidedAt
                  ? t('indicators.addedBy', {
                      by: made.proposedBy,
                      second: made.decidedBy,
                      on: formatDay(made.decidedAt),
                    })
                  : t('indicators.one.product')}
              </p>
            </section>
            {made ? <OwedWords owed={made.owed} issuer={made.issuer} /> : null}
          </div>
        );
      }}
    </Answered>
  );
}
