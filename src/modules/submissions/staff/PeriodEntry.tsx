import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Submission } from '../submissions.contract.ts';
import { walkOnKey } from './grid-keys.ts';
import { PeriodTable } from './PeriodTable.tsx';
import { usePaste } from './usePaste.ts';
import type { Explanations } from './useExplanations.ts';
import type { Supplements } from './useSupplements.ts';
import classes from './PeriodTable.module.css';

/** The period as it is entered: a table like the paper form, whose typed cells answer to the keys of a spreadsheet. */
export function PeriodEntry(props: {
  submission: Submission;
  supplements: Supplements;
  explanations: Explanations | undefined;
}) {
  const { submission, supplements } = props;
  const { t } = useTranslation();
  const typed = submission.rows.filter((row) => row.editable);
  const { paste, said } = usePaste(typed, supplements);
  return (
    <>
      {typed.length > 0 ? (
        <div className={classes.entry}>
          <TextInput
            className={classes.common}
            label={t('submissions.entry.source')}
            description={t('submissions.entry.sourceHint')}
            maxLength={500}
            value={supplements.source}
            onChange={(event) => supplements.setSource(event.currentTarget.value)}
            onBlur={() => supplements.commit(typed)}
            error={supplements.isSourceMissing ? t('submissions.entry.sourceMissing') : undefined}
          />
          <p className={classes.hint} data-print="no">
            {t('submissions.entry.empty')} <span className={classes.keysHint}>{t('submissions.entry.keys')}</span>
          </p>
          <p role="status" className={classes.status} data-kind={said?.isGood === false ? 'refused' : 'saved'}>
            {said?.words}
          </p>
        </div>
      ) : null}
      {/* The keys belong to the fields and buttons inside; this only hears them on their way. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div onKeyDown={walkOnKey}>
        <PeriodTable
          submission={submission}
          supplements={supplements}
          explanations={props.explanations}
          onPaste={paste}
        />
      </div>
      <p className={classes.signatures} aria-hidden>
        <span>{t('submissions.entry.preparer')}</span>
        <span>{t('submissions.entry.head')}</span>
      </p>
    </>
  );
}
