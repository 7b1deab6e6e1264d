import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PickerLook } from '#web/ui/SearchPicker.tsx';
import type { Field } from '../declaration.ts';
import classes from './registers.module.css';

/** From here on it is told how many letters there is room for. */
const lettersLeftTold = 30;

/** Free words of one or several lines. Too many are told and not cut off. */
export function WordsInput(
  props: PickerLook & {
    field: Extract<Field, { type: 'text' }>;
    value: string;
    isFirst: boolean;
    onChange: (value: string) => void;
  },
) {
  const { t } = useTranslation();
  const { field, value, isFirst, onChange, ...look } = props;
  const left = field.maxLength - value.trim().length;
  const parts = {
    ...look,
    value,
    autoComplete: 'off',
    'data-autofocus': isFirst ? true : undefined,
  };
  return (
    <div>
      {(field.lines ?? 1) === 1 ? (
        <TextInput {...parts} onChange={(event) => onChange(event.currentTarget.value)} />
      ) : (
        <Textarea {...parts} rows={field.lines!} onChange={(event) => onChange(event.currentTarget.value)} />
      )}
      <p className={classes.counter} data-over={left < 0 ? true : undefined} aria-live="polite">
        {left < 0
          ? t('registers.form.lettersOver', { count: -left })
          : left <= lettersLeftTold
            ? t('registers.form.lettersLeft', { count: left })
            : null}
      </p>
    </div>
  );
}
