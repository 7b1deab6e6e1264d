import { Group, NativeSelect, Radio, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { foldText } from '#web/ui/format.ts';
import type { PickerLook } from '#web/ui/SearchPicker.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import { type ChoiceField, codesThatFit } from '../declaration.ts';
import type { FormValues } from './form-values.ts';

export const radiosAtMost = 3;
const nativeAtMost = 12;

/** A choice of the codes that fit what is chosen beside it: radios for few, a list for more, one to search in for many. */
export function ChoiceInput(
  props: PickerLook & {
    name: string;
    field: ChoiceField;
    form: FormValues;
    isFirst: boolean;
    onChange: (value: string) => void;
  },
) {
  const { t } = useTranslation();
  const say = useSay();
  const { name, field, form, isFirst, onChange, ...look } = props;
  const autofocus = { 'data-autofocus': isFirst ? true : undefined };
  const value = form[name] ?? '';
  const options = codesThatFit(field, form).map((code) => ({ value: code, label: say(field.options[code]!) }));
  const nothing = t(field.required ? 'registers.form.choose' : 'registers.form.none');
  // Counted over all codes, so that a field keeps its shape when fewer fit.
  const count = Object.keys(field.options).length;
  if (field.required && count <= radiosAtMost) {
    return (
      <Radio.Group {...look} name={name} value={value} onChange={onChange}>
        <Group gap="4px 16px" mt={4} mih={34}>
          {options.map((option, index) => (
            <Radio
              key={option.value}
              {...option}
              {...(index === 0 ? autofocus : {})}
              aria-invalid={Boolean(look.error)}
            />
          ))}
        </Group>
      </Radio.Group>
    );
  }
  if (count <= nativeAtMost) {
    return (
      <NativeSelect
        {...look}
        {...autofocus}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[{ value: '', label: nothing }, ...options]}
      />
    );
  }
  return (
    <Select
      {...look}
      {...autofocus}
      searchable
      selectFirstOptionOnChange
      clearable={!field.required}
      clearButtonProps={{ 'aria-label': t('ui.clear', { what: look.label as string }) }}
      placeholder={t('registers.form.findChoice')}
      nothingFoundMessage={t('registers.form.noChoice')}
      value={value === '' ? null : value}
      onChange={(code) => onChange(code ?? '')}
      data={options}
      filter={({ options: all, search }) =>
        all.filter((option) => 'label' in option && foldText(option.label).includes(foldText(search.trim())))
      }
      maxDropdownHeight={320}
      comboboxProps={{ withinPortal: false }}
    />
  );
}
