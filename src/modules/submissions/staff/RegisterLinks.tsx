import { Link } from '@tanstack/react-router';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { RegistersContext } from '#web/api/registers.ts';
import { useSay } from '#web/ui/useLanguage.ts';
import type { Submission, SubmissionRow } from '../submissions.contract.ts';

/** Opens the registers from which rows come, with the days of the period; nothing where all are typed. */
export function RegisterLinks({ submission, rows }: { submission: Submission; rows: SubmissionRow[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const behind = new Set(rows.filter((row) => row.recordCount !== null).map((row) => row.indicator.register));
  const registers = useContext(RegistersContext).filter((register) => behind.has(register.name));
  if (registers.length === 0) return null;
  return (
    <span data-print="no">
      {t('submissions.row.openRegister')}{' '}
      {registers.map((register, index) => (
        <span key={register.name}>
          {index === 0 ? null : ' · '}
          <Link
            to="/registers/$register"
            params={{ register: register.name }}
            search={{ unit: String(submission.unit.id), from: submission.fromDay, to: submission.toDay }}
          >
            {say(register.label)}
          </Link>
        </span>
      ))}
    </span>
  );
}
