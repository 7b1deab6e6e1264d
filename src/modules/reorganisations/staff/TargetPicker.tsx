import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import type { Receiver, Target } from './plan-draft.ts';

const presentOnes = 'present';

/** Chooses a unit that exists, or one that the plan founds. */
export function TargetPicker(props: {
  label: string;
  description?: string;
  value: Target | null;
  onChange: (target: Target | null) => void;
  /** The receivers that may be meant; of them the founded ones are offered. */
  receivers: readonly Receiver[];
  kinds: readonly string[];
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const { label, description, value, onChange, receivers, kinds, error } = props;
  const founded = receivers.filter(
    (one) => one.act === 'found' && kinds.includes(one.kind) && one.nameVi.trim() !== '',
  );
  const picker = (
    <UnitPicker
      label={label}
      description={description}
      value={value !== null && 'unit' in value ? value.unit : null}
      onChange={(unit) => onChange(unit === null ? null : { unit })}
      kinds={kinds}
      openOnly
      error={error}
      required
    />
  );
  if (founded.length === 0) return picker;
  const isFounded = value !== null && 'key' in value;
  return (
    <div>
      <Select
        label={label}
        description={description}
        required
        allowDeselect={false}
        value={isFounded ? String(value.key) : presentOnes}
        data={[
          ...founded.map((one) => ({ value: String(one.key), label: one.nameVi })),
          { value: presentOnes, label: t('reorganisations.form.present') },
        ]}
        onChange={(chosen) => onChange(chosen === null || chosen === presentOnes ? null : { key: Number(chosen) })}
        error={isFounded ? error : undefined}
        mb={isFounded ? 0 : 'xs'}
      />
      {isFounded ? null : picker}
    </div>
  );
}
