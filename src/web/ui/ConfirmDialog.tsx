import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemAlert } from './ProblemAlert.tsx';

/** Asks before an act, naming what will happen; a failure is told inside, so that what was typed stays. */
export function ConfirmDialog(props: {
  opened: boolean;
  title: string;
  children: ReactNode;
  confirm: string;
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  problem?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      centered
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      transitionProps={{ duration: 120 }}
      styles={{ title: { fontWeight: 600, fontSize: '1rem' } }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          props.onConfirm();
        }}
      >
        <Stack gap="md">
          <div>{props.children}</div>
          {props.problem ? <ProblemAlert problem={props.problem} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" type="button" onClick={props.onClose}>
              {t('ui.cancel')}
            </Button>
            <Button
              type="submit"
              color={props.danger ? 'red' : 'teal'}
              loading={props.busy ?? false}
              disabled={props.disabled ?? false}
            >
              {props.confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
