import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { t } from 'i18next';

let told = 0;

/** Says that something was kept; with undo where the act can be taken back. */
export function tellDone(text: string, undo?: () => void): void {
  told += 1;
  const id = `told-${told}`;
  const takeBack = (): void => {
    notifications.hide(id);
    undo?.();
  };
  notifications.show({
    id,
    color: 'green',
    icon: <IconCheck size={18} aria-hidden />,
    autoClose: undo ? 10_000 : 4_000,
    closeButtonProps: { 'aria-label': t('ui.close') },
    message: undo ? (
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <span>{text}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          onClick={takeBack}
        >
          {t('ui.undo')}
        </Button>
      </Group>
    ) : (
      text
    ),
  });
}
