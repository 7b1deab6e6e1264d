import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '#web/api/client.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import { type Field, isAskedFor, type Register } from '../declaration.ts';
import { radiosAtMost } from './ChoiceInput.tsx';
import { FieldInput } from './FieldInput.tsx';
import { changeField, type Entered, groupFields, type Names } from './form-values.ts';
import classes from './registers.module.css';

/** The form that follows from a declaration. What the server refuses is told at its field. */
export function RecordForm(props: {
  register: Register;
  /** The fields asked for; absent = those of the declaration. */
  fields?: [string, Field][];
  entered: Entered;
  onChange: (entered: Entered) => void;
  /** The unit of the record. */
  unitId: number;
  problem: unknown;
  isDrafted: boolean;
  onDropDraft: () => void;
  onSave: () => void;
  /** Saves and begins another record; absent = there is no next one. */
  onSaveAndNext?: () => void;
  /** Back without saving; the draft stays. */
  onCancel?: () => void;
  head?: ReactNode;
  /** Something to decide before it is saved. */
  question?: ReactNode;
  busy: boolean;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const { register, entered, problem } = props;
  const formRef = useRef<HTMLFormElement>(null);
  const [emptied, setEmptied] = useState<string[]>([]);
  // Also where the form takes the place of the record whose button opened it.
  useEffect(() => formRef.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), []);
  useFocusOnRefusal(formRef, problem);
  const messages = messagesOf(problem);
  const fields = props.fields ?? Object.entries(register.fields);
  const groups = groupFields(fields)
    .map((one) => ({ ...one, fields: one.fields.filter(([, field]) => isAskedFor(field, entered.form)) }))
    .filter((one) => one.fields.length > 0);
  const first = groups[0]?.fields[0]?.[0];
  const isSaidAtFields = groups.some((one) => one.fields.some(([name]) => messages.has(name)));
  const change = (name: string, value: string, names?: Names): void => {
    const next = changeField(register, entered.form, name, value);
    setEmptied([...emptied.filter((one) => one !== name), ...next.emptied]);
    props.onChange({ form: next.form, names: names ? { ...entered.names, ...names } : entered.names });
  };
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
      <div data-fields>
        {groups.map((one) => (
          <FieldGroup key={one.fields[0]![0]} heading={one.group && say(one.group)}>
            {one.fields.map(([name, field]) => (
              <div key={name} className={isWide(field) ? classes.wide : undefined}>
                <FieldInput
                  name={name}
                  field={field}
                  entered={entered}
                  error={messages.get(name)}
                  note={emptied.includes(name) ? t('registers.form.emptied') : undefined}
                  isFirst={name === first}
                  nearUnit={props.unitId}
                  onChange={(value, names) => change(name, value, names)}
                />
              </div>
            ))}
          </FieldGroup>
        ))}
      </div>
      {props.question}
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

function FieldGroup({ heading, children }: { heading: string | undefined; children: ReactNode }) {
  if (heading === undefined) return <div className={classes.fields}>{children}</div>;
  return (
    <fieldset className={classes.group}>
      <legend>{heading}</legend>
      <div className={classes.fields}>{children}</div>
    </fieldset>
  );
}

const shortLetters = 100;

/** Takes the whole width of the form, where others stand two beside each other. */
function isWide(field: Field): boolean {
  if (field.type === 'text') return field.maxLength > shortLetters;
  if (field.type === 'choice') return field.required && Object.keys(field.options).length === radiosAtMost;
  return field.type === 'units' || field.type === 'record';
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
