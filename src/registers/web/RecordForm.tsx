import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '#web/api/client.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { isAskedFor, type Register } from '../declaration.ts';
import { FieldInput } from './FieldInput.tsx';
import type { FormValues } from './form-values.ts';
import classes from './registers.module.css';

/** The form that follows from a declaration. What the server refuses is told at its field. */
export function RecordForm(props: {
  register: Register;
  form: FormValues;
  onChange: (form: FormValues) => void;
  problem: unknown;
  isDrafted: boolean;
  onDropDraft: () => void;
  onSave: () => void;
  /** Saves and begins another record; absent = there is no next one. */
  onSaveAndNext?: () => void;
  /** Back without saving; the draft stays. */
  onCancel?: () => void;
  head?: ReactNode;
  busy: boolean;
}) {
  const { t } = useTranslation();
  const { register, form, problem } = props;
  const formRef = useRef<HTMLFormElement>(null);
  useFocusOnRefusal(formRef, problem);
  const messages = messagesOf(problem);
  const asked = Object.entries(register.fields).filter(([, field]) => isAskedFor(field, form));
  const isSaidAtFields = asked.some(([name]) => messages.has(name));
  useHotkeys([['mod+Enter', () => props.busy || props.onSaveAndNext?.()]], []);
  return (
    <form
      ref={formRef}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!props.busy) props.onSave();
      }}
    >
      {props.head}
      <div className={classes.fields} data-fields>
        {asked.map(([name, field], index) => (
          <FieldInput
            key={name}
            name={name}
            isFirst={index === 0}
            field={field}
            value={form[name] ?? ''}
            error={messages.get(name)}
            onChange={(value) => props.onChange({ ...form, [name]: value })}
          />
        ))}
      </div>
      {problem ? <ProblemAlert problem={problem} hideFields={isSaidAtFields} /> : null}
      <div className={classes.foot}>
        <Button type="submit" loading={props.busy}>
          {t('registers.form.save')}
        </Button>
        {props.onSaveAndNext ? (
          <Button variant="light" onClick={props.onSaveAndNext} disabled={props.busy}>
            {t('registers.form.saveAndNext')}
          </Button>
        ) : null}
        {props.onCancel ? (
          <Button variant="default" onClick={props.onCancel} disabled={props.busy}>
            {t('ui.cancel')}
          </Button>
        ) : null}
        {props.isDrafted ? (
          <span className={classes.draft}>
            {t('registers.form.draft')}
            <Button variant="subtle" size="compact-sm" onClick={props.onDropDraft}>
              {t('registers.form.dropDraft')}
            </Button>
          </span>
        ) : props.onSaveAndNext ? (
          <span className={classes.keys}>{t('registers.form.keys')}</span>
        ) : null}
      </div>
    </form>
  );
}

function messagesOf(problem: unknown): Map<string, string> {
  const fields = problem instanceof ApiProblem ? problem.fields : [];
  return new Map(fields.map(({ path, message }) => [path.replace(/^values\./, ''), message]));
}

/** The first refused field takes the focus, so that a screen reader and the keyboard are where the mending is. */
function useFocusOnRefusal(formRef: RefObject<HTMLFormElement | null>, problem: unknown): void {
  useEffect(() => {
    if (problem) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [formRef, problem]);
}

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
