import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './ProblemAlert.module.css';

/** The part of an answer of the server that is shown to a person. */
type Told = {
  code: string;
  title: string;
  params: Record<string, unknown>;
  fields: { path: string; message: string }[];
};

function toTold(problem: unknown): Told {
  const told = problem as Partial<Told> | null;
  return {
    code: told?.code ?? 'page.broken',
    title: told?.title ?? '',
    params: told?.params ?? {},
    fields: told?.fields ?? [],
  };
}

/** What went wrong, in words, with the reference to tell when asking for help. hideFields: those said at their own place. */
export function ProblemAlert(props: { problem: unknown; onRetry?: () => void; hideFields?: boolean }) {
  const { t } = useTranslation();
  const { problem, onRetry, hideFields } = props;
  const told = toTold(problem);
  const title =
    told.title === '' ? t(told.code === 'network.away' ? 'problem.networkAway' : 'problem.unknown') : told.title;
  return (
    <Alert
      color="red"
      variant="light"
      role="alert"
      icon={<IconAlertTriangle aria-hidden />}
      title={title}
      className={classes.alert}
      data-problem={told.code}
    >
      {hideFields || told.fields.length === 0 ? null : (
        <ul>
          {told.fields.map((field) => (
            <li key={`${field.path} ${field.message}`}>{field.message}</li>
          ))}
        </ul>
      )}
      {told.code === 'network.away' ? <p>{t('problem.networkAwayHint')}</p> : null}
      {onRetry ? (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconRefresh size={16} aria-hidden />}
          onClick={onRetry}
          className={classes.retry}
        >
          {t('ui.retry')}
        </Button>
      ) : null}
    </Alert>
  );
}

/** Two people changed one thing: what I wrote and what stands there now, side by side, to choose (DESIGN law 9). */
export function StaleChoice(props: {
  rows: { label: string; mine: string; current: string }[];
  onTakeCurrent: () => void;
  onKeepMine: () => void;
  busy?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <section className={classes.stale} role="alert">
      <p className={classes.staleTitle}>{t('stale.title')}</p>
      <p>{t('stale.hint')}</p>
      <dl className={classes.pairs}>
        {props.rows.map((row) => (
          <div key={row.label} className={classes.pair} data-differs={row.mine !== row.current}>
            <dt>{row.label}</dt>
            <dd>
              <span className={classes.whose}>{t('stale.mine')}</span> {row.mine === '' ? '—' : row.mine}
            </dd>
            <dd>
              <span className={classes.whose}>{t('stale.current')}</span> {row.current === '' ? '—' : row.current}
            </dd>
          </div>
        ))}
      </dl>
      <div className={classes.acts}>
        <Button variant="default" onClick={props.onTakeCurrent} disabled={props.busy ?? false}>
          {t('stale.takeCurrent')}
        </Button>
        <Button onClick={props.onKeepMine} loading={props.busy ?? false}>
          {t('stale.keepMine')}
        </Button>
      </div>
    </section>
  );
}
