import { Button, Group } from '@mantine/core';
import { type ErrorComponentProps, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';

/** A page that failed to draw: the rest of the screen keeps working. */
export function PageBroken({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <>
      <PageTitle title={t('page.brokenTitle')} />
      <ProblemAlert problem={error} onRetry={reset} />
    </>
  );
}

export function PageUnknown() {
  const { t } = useTranslation();
  return (
    <main style={{ padding: 24 }}>
      <PageTitle title={t('page.unknownTitle')} />
      <EmptyState
        title={t('page.unknownText')}
        action={
          <Group>
            <Button component={Link} to="/">
              {t('page.backToToday')}
            </Button>
          </Group>
        }
      />
    </main>
  );
}
