import { Textarea } from '@mantine/core';
import { IconAlertTriangle, IconMessage2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '#web/ui/format.ts';
import type { SubmissionWarning } from '../submissions.contract.ts';
import type { Explanations } from './useExplanations.ts';
import classes from './WarningNote.module.css';

/**
 * What asks for a second look, with its reason; a place for the sentence where the reader may hand the month up, and the
 * sentence itself once it was.
 */
export function WarningNote(props: {
  warning: SubmissionWarning;
  explanations?: Explanations | undefined;
  /** Names what it is about, where it does not stand at its figure. */
  about?: string | undefined;
}) {
  const { t } = useTranslation();
  const { warning, explanations, about } = props;
  const { passed } = warning;
  return (
    <div className={classes.warning} data-passed={passed ? true : undefined}>
      <p className={classes.text}>
        <IconAlertTriangle size={16} role="img" aria-label={t('submissions.warning.label')} />
        <span>
          {about ? <strong>{about}: </strong> : null}
          {warning.text}
        </span>
      </p>
      {passed ? (
        <p className={classes.sentence}>
          <IconMessage2 size={16} aria-hidden />
          <span>
            {t('submissions.warning.passed', { sentence: passed.sentence })}{' '}
            <span className={classes.by}>
              ({t('submissions.row.returnedBy', { by: passed.by, at: formatInstant(passed.at) })})
            </span>
          </span>
        </p>
      ) : null}
      {explanations && warning.needsSentence && !passed ? (
        <Textarea
          size="xs"
          autosize
          minRows={1}
          maxRows={5}
          maxLength={500}
          data-print="no"
          aria-label={t('submissions.warning.sentenceOf', { warning: warning.text })}
          placeholder={t('submissions.warning.placeholder')}
          value={explanations.sentenceOf(warning)}
          onChange={(event) => explanations.write(warning, event.currentTarget.value)}
        />
      ) : null}
    </div>
  );
}
