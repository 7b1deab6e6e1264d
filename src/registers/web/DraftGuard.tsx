import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';

/** Asks before a panel with unsaved work is closed or its page is left; the draft stays on this device. */
export function DraftGuard({ when }: { when: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      const leaves = current.pathname !== next.pathname || recordOf(current.search) !== recordOf(next.search);
      // The Escape that closes the panel must have passed, else it closes this question as well.
      if (when && leaves) await new Promise((resolve) => setTimeout(resolve));
      return when && leaves;
    },
    enableBeforeUnload: false,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      opened={blocker.status === 'blocked'}
      title={t('registers.form.closeTitle')}
      confirm={t('registers.form.close')}
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.reset?.()}
    >
      {t('registers.form.closeText')}
    </ConfirmDialog>
  );
}

function recordOf(search: unknown): unknown {
  return (search as { record?: string }).record;
}
