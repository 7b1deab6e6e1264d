import { useTranslation } from 'react-i18next';
import { formatMonth } from '#web/ui/format.ts';
import type { IndicatorProposal } from '../indicators.contract.ts';

/** Who owes a proposed indicator from when, in words. */
export function OwedWords({ owed, issuer }: Pick<IndicatorProposal, 'owed' | 'issuer'>) {
  const { t } = useTranslation();
  return (
    <section>
      <h2>{t('indicators.owed.title')}</h2>
      <p>
        {owed === null
          ? t('indicators.owed.nobody')
          : t(`indicators.owed.${owed.subjectKind}`, { issuer: issuer.name, month: formatMonth(owed.fromMonth) })}
      </p>
    </section>
  );
}
