import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { UnitPicker, UnitsPicker } from '#web/ui/UnitPicker.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import type { Field } from '../declaration.ts';
import { ChoiceInput } from './ChoiceInput.tsx';
import type { Entered, Names } from './form-values.ts';
import { RecordPicker } from './RecordPicker.tsx';
import { TypedDay } from './TypedDay.tsx';
import { WordsInput } from './WordsInput.tsx';

/** One field of a register's form, made from its declaration. */
export function FieldInput(props: {
  name: string;
  field: Field;
  entered: Entered;
  error: string | undefined;
  /** Something that happened to this field, for instance that its choice no longer fitted. */
  note: string | undefined;
  /** Takes the focus when the form opens. */
  isFirst: boolean;
  /** The unit whose neighbours are offered first. */
  nearUnit: number;
  onChange: (value: string, names?: Names) => void;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const { name, field, entered, onChange } = props;
  const value = entered.form[name] ?? '';
  const look = {
    label: say(field.label),
    description: field.hint && say(field.hint),
    error: props.error ?? props.note,
    required: field.required,
  };
  switch (field.type) {
    case 'date':
      return <TypedDay {...look} isFirst={props.isFirst} value={value} onChange={onChange} />;
    case 'number':
      return (
        <TextInput
          {...look}
          inputMode={field.decimals === undefined ? 'numeric' : 'decimal'}
          autoComplete="off"
          maxLength={24}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'text':
      return <WordsInput {...look} field={field} value={value} isFirst={props.isFirst} onChange={onChange} />;
    case 'series':
      return (
        <TextInput
          {...look}
          autoComplete="off"
          placeholder={t('registers.form.series')}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'choice':
      return (
        <ChoiceInput
          {...look}
          name={name}
          field={field}
          form={entered.form}
          isFirst={props.isFirst}
          onChange={onChange}
        />
      );
    case 'unit':
      return (
        <UnitPicker
          {...look}
          kinds={field.kinds}
          near={props.nearUnit}
          value={value === '' ? null : { nameVi: entered.names[value] ?? value }}
          clearable={!field.required}
          onChange={(unit) => (unit ? onChange(String(unit.id), { [unit.id]: unit.nameVi }) : onChange(''))}
        />
      );
    case 'units': {
      const ids = value === '' ? [] : value.split(',');
      return (
        <UnitsPicker
          {...look}
          kinds={field.kinds}
          near={props.nearUnit}
          value={ids.map((id) => ({ id: Number(id), name: entered.names[id] ?? id }))}
          onAdd={(unit) => onChange([...ids, unit.id].join(','), { [unit.id]: unit.nameVi })}
          onRemove={(gone) => onChange(ids.filter((id) => id !== String(gone)).join(','))}
        />
      );
    }
    case 'record':
      return (
        <RecordPicker
          {...look}
          field={field}
          value={value === '' ? undefined : (entered.names[value] ?? value)}
          onChange={(record) => (record ? onChange(record.id, { [record.id]: record.title }) : onChange(''))}
        />
      );
  }
}
