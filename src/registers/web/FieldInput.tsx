import { Group, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSay } from '#web/ui/useLanguage.ts';
import type { Field } from '../declaration.ts';
import { TypedDay } from './TypedDay.tsx';

const radiosAtMost = 3;

/** One field of a register's form, made from its declaration. */
export function FieldInput(props: {
  name: string;
  field: Field;
  value: string;
  error: string | undefined;
  /** Takes the focus when the form opens. */
  isFirst: boolean;
  onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const say = useSay();
  const { name, field, value, onChange } = props;
  const texts = {
    label: say(field.label),
    description: field.hint && say(field.hint),
    error: props.error,
    required: field.required,
  };
  if (field.type === 'date') return <TypedDay {...texts} isFirst={props.isFirst} value={value} onChange={onChange} />;
  if (field.type === 'number') {
    return (
      <TextInput
        {...texts}
        inputMode="numeric"
        autoComplete="off"
        maxLength={24}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  if (field.type !== 'choice') {
    return (
      <TextInput
        {...texts}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="off"
      />
    );
  }
  const options = Object.entries(field.options).map(([code, words]) => ({ value: code, label: say(words) }));
  if (field.required && options.length <= radiosAtMost) {
    return (
      <Radio.Group {...texts} name={name} value={value} onChange={onChange}>
        <Group gap="md" mt={4} mih={34}>
          {options.map((option) => (
            <Radio key={option.value} {...option} aria-invalid={props.error !== undefined} />
          ))}
        </Group>
      </Radio.Group>
    );
  }
  return (
    <NativeSelect
      {...texts}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: t(field.required ? 'registers.form.choose' : 'registers.form.none') }, ...options]}
    />
  );
}
