import { Alert, Button, Group } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiProblem } from '#web/api/client.ts';
import classes from './registers.module.css';

/** The unit has a record that says the same: it is looked at, or what was typed is kept as another deed. */
export function DuplicateQuestion(props: { problem: ApiProblem; onOpen: () => void; onAccept: () => void }) {
  const { t } = useTranslation();
  const openRef = useRef<HTMLButtonElement>(null);
  useEffect(() => openRef.current?.focus(), []);
  return (
    <Alert
      color="yellow"
      variant="light"
      role="alert"
      icon={<IconCopy aria-hidden />}
      title={props.problem.title}
      className={classes.duplicate}
    >
      <p>{t('registers.duplicate.text')}</p>
      <Group gap="xs" mt="sm">
        <Button ref={openRef} size="sm" onClick={props.onOpen}>
          {t('registers.duplicate.open')}
        </Button>
        <Button size="sm" variant="default" onClick={props.onAccept}>
          {t('registers.duplicate.accept')}
        </Button>
      </Group>
    </Alert>
  );
}
