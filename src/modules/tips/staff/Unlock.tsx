import { Alert, Button, Group } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '#web/api/query.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { getMyTipKey, type MyKey } from '../inbox-keys.contract.ts';
import { lockKey, openKey, useOpenedKey } from './key-ring.ts';
import { PassphraseField } from './PassphraseField.tsx';
import classes from './Inbox.module.css';

/** Shows what needs the own key once it is open; until then, asks for the passphrase. */
export function Unlocked({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const key = useApi(getMyTipKey, {});
  const opened = useOpenedKey();
  return (
    <Answered of={key} lines={3}>
      {({ key: mine }) => {
        if (mine === null) {
          return (
            <Alert color="yellow" variant="light" icon={<IconLock aria-hidden />} title={t('tips.key.none')}>
              <p>{t('tips.key.noneHint')}</p>
              <LinkButton to="/inbox-keys" mt="xs">
                {t('tips.key.toKeys')}
              </LinkButton>
            </Alert>
          );
        }
        return opened?.keyId === mine.id ? <>{children}</> : <UnlockForm mine={mine} />;
      }}
    </Answered>
  );
}

function UnlockForm({ mine }: { mine: MyKey }) {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const [state, setState] = useState<'asked' | 'busy' | 'wrong'>('asked');
  const open = async (): Promise<void> => {
    setState('busy');
    try {
      await openKey(mine, passphrase);
    } catch {
      setState('wrong');
    }
  };
  return (
    <form
      className={classes.unlock}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <PassphraseField
        label={t('tips.key.passphrase')}
        description={t('tips.key.passphraseHint')}
        value={passphrase}
        onChange={(typed) => {
          setPassphrase(typed);
          setState('asked');
        }}
        error={state === 'wrong' ? t('tips.key.wrong') : undefined}
      />
      <Button
        type="submit"
        leftSection={<IconLockOpen size={18} aria-hidden />}
        loading={state === 'busy'}
        disabled={passphrase === ''}
      >
        {t('tips.key.open')}
      </Button>
    </form>
  );
}

/** Says that the key is open, and locks it. */
export function LockBar() {
  const { t } = useTranslation();
  const opened = useOpenedKey();
  if (!opened) return null;
  return (
    <Group gap="xs" className="by-small by-quiet" data-print="no">
      <IconLockOpen size={16} aria-hidden /> {t('tips.key.isOpen')}
      <Button size="compact-sm" variant="default" leftSection={<IconLock size={16} aria-hidden />} onClick={lockKey}>
        {t('tips.key.lock')}
      </Button>
    </Group>
  );
}
