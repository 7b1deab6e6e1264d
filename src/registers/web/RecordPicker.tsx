import { IconNotebook } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '#web/api/query.ts';
import { type PickerLook, SearchPicker, useSearchText } from '#web/ui/SearchPicker.tsx';
import { useSay } from '#web/ui/useLanguage.ts';
import type { Field } from '../declaration.ts';
import { type RecordChoice, registerRoutes } from '../register.contract.ts';
import classes from './registers.module.css';

/** Finds a record of another register by a part of its name; value = what the chosen one is called. */
export function RecordPicker(
  props: PickerLook & {
    field: Extract<Field, { type: 'record' }>;
    value: string | undefined;
    onChange: (record: RecordChoice | null) => void;
  },
) {
  const { t } = useTranslation();
  const say = useSay();
  const { field, value, onChange, ...look } = props;
  const register = field.of();
  const routes = useMemo(() => registerRoutes(register), [register]);
  const { asked, isTyping, search } = useSearchText();
  const answer = useApi(
    routes.choices,
    { query: { text: asked ?? '', ...field.where } },
    { enabled: asked !== undefined },
  );
  return (
    <SearchPicker
      {...look}
      shown={value ?? ''}
      placeholder={t('registers.form.findRecord')}
      icon={<IconNotebook size={18} stroke={1.75} aria-hidden />}
      found={asked === undefined ? undefined : answer.data?.items}
      busy={asked !== undefined && (isTyping || answer.isFetching)}
      idOf={({ id }) => id}
      render={(record) => (
        <>
          <span className={classes.choiceTitle}>{record.title}</span>
          <span className={classes.choiceUnit}>{record.unit.name}</span>
        </>
      )}
      nothing={t('registers.form.noRecord', { register: say(register.label) })}
      onSearch={search}
      onChoose={onChange}
      onClear={value !== undefined && !field.required ? () => onChange(null) : undefined}
    />
  );
}
