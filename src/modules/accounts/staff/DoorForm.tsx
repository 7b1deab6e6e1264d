import { Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';

/** A page of one question before the door: title, fields, one button, and what went wrong just above it. */
export function DoorForm(props: {
  title: string;
  note?: ReactNode;
  submit: string;
  busy: boolean;
  problem: unknown;
  onSubmit: () => void;
  /** Something was typed: what went wrong before is no longer true of it. */
  onTyped: () => void;
  children: ReactNode;
  /** Other ways, under the button. */
  below?: ReactNode;
}) {
  return (
    <>
      <PageTitle title={props.title} note={props.note} />
      <form
        onInput={props.problem ? props.onTyped : undefined}
        onSubmit={(event) => {
          event.preventDefault();
          if (!props.busy) props.onSubmit();
        }}
      >
        <Stack gap="md">
          {props.children}
          {props.problem ? <ProblemAlert problem={props.problem} hideFields /> : null}
          <Button type="submit" size="md" loading={props.busy} fullWidth>
            {props.submit}
          </Button>
          {props.below}
        </Stack>
      </form>
    </>
  );
}
