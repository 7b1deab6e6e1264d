import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './ProblemAlert.tsx';
import classes from './Waiting.module.css';

/** Grey lines in place of content, only when it takes longer than 300 ms, so that quick answers do not flicker. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return <div style={{ minHeight: lines * 36 }} />;
  return (
    <div role="status" style={{ minHeight: lines * 36 }}>
      <span className={classes.said}>{t('ui.loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <div key={index} className={classes.line} style={{ width: `${96 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

type Asked<Answer> = {
  data: Answer | undefined;
  error: Error | null;
  refetch: () => unknown;
  isPlaceholderData?: boolean;
};

/** What was asked of the server, while waiting, when it failed, and when it is there. */
export function Answered<Answer>(props: {
  of: Asked<Answer>;
  lines?: number;
  children: (answer: Answer) => ReactNode;
}) {
  const { of, lines, children } = props;
  if (of.data === undefined && of.error === null) return <Waiting lines={lines} />;
  return (
    <>
      {of.error ? <ProblemAlert problem={of.error} onRetry={() => void of.refetch()} /> : null}
      {of.data === undefined ? null : (
        <div className={of.isPlaceholderData ? classes.old : undefined} aria-busy={of.isPlaceholderData}>
          {children(of.data)}
        </div>
      )}
    </>
  );
}
