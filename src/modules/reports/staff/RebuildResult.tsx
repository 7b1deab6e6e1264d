import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useApi } from '#web/api/query.ts';
import { formatInstant, formatMonth, formatNumber } from '#web/ui/format.ts';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { rebuildReport } from '../saved-reports.contract.ts';

/** What the house gets when it computes a frozen report again, and what was corrected since. */
export function RebuildResult({ reportId }: { reportId: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const rebuilt = useApi(rebuildReport, { params: { id: reportId } });
  const said = (value: string | null): string =>
    value === null ? t('figure.notReported') : formatNumber(value, language);
  return (
    <Answered of={rebuilt} lines={3}>
      {(answer) => {
        const isGood = answer.equal && answer.intact;
        return (
          <Alert
            role="status"
            color={isGood ? 'green' : 'red'}
            variant="light"
            mb="md"
            icon={isGood ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
            title={t(isGood ? 'reports.rebuild.equal' : 'reports.rebuild.differs', {
              at: formatInstant(answer.frozenAt),
            })}
          >
            {answer.intact ? null : <p>{t('reports.rebuild.touched')}</p>}
            {answer.differences.length > 0 ? (
              <ul>
                {answer.differences.map((one) => (
                  <li key={one.indicatorCode}>
                    {t('reports.rebuild.difference', {
                      name: language === 'vi' ? one.nameVi : one.nameEn,
                      kept: said(one.kept),
                      rebuilt: said(one.rebuilt),
                    })}
                  </li>
                ))}
              </ul>
            ) : null}
            <p>{t('reports.rebuild.since', { count: answer.changedSinceCount })}</p>
            {answer.changedSince.length > 0 ? (
              <ul>
                {answer.changedSince.map((one) => (
                  <li key={`${one.unit.id} ${one.month}`}>
                    {one.unit.name}, {formatMonth(one.month)}: {one.versionKept ?? '—'} → {one.versionNow ?? '—'}
                  </li>
                ))}
              </ul>
            ) : null}
          </Alert>
        );
      }}
    </Answered>
  );
}
