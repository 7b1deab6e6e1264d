import { Button, Group, Modal, Stack } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '#web/ui/format.ts';
import type { OneTimeCode } from '../people.contract.ts';
import classes from './people.module.css';

export type ShownCode = OneTimeCode & { displayName: string; signInName: string };

/** The one time that a code is seen: closes by its button only, so that a slip of the finger does not lose it. */
export function OneTimeCodeDialog({ shown, onClose }: { shown: ShownCode | null; onClose: () => void }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 4000 });
  return (
    <Modal
      opened={shown !== null}
      onClose={onClose}
      title={t('accounts.code.title')}
      centered
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      transitionProps={{ duration: 120 }}
      styles={{ title: { fontWeight: 600, fontSize: '1rem' } }}
    >
      {shown ? (
        <Stack gap="md">
          <p>{t('accounts.code.for', { name: shown.displayName, signInName: shown.signInName })}</p>
          <p className={classes.code} translate="no">
            {shown.code}
          </p>
          <p>
            <strong>{t('accounts.code.once')}</strong>{' '}
            {t('accounts.code.until', { at: formatInstant(shown.expiresAt) })}
          </p>
          <p className="by-quiet">{t('accounts.code.how')}</p>
          <p role="status">{clipboard.error ? t('accounts.code.copyFailed') : null}</p>
          <Group justify="flex-end" gap="xs">
            <Button
              variant="default"
              leftSection={clipboard.copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
              onClick={() => clipboard.copy(shown.code)}
            >
              {t(clipboard.copied ? 'accounts.code.copied' : 'accounts.code.copy')}
            </Button>
            <Button onClick={onClose}>{t('accounts.code.done')}</Button>
          </Group>
        </Stack>
      ) : null}
    </Modal>
  );
}
