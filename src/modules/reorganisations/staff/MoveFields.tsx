import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import type { Move, Receiver } from './plan-draft.ts';
import classes from './Reorganisations.module.css';
import { TargetPicker } from './TargetPicker.tsx';

const kindsAbove: Record<string, string[]> = {
  commune: ['province'],
  residential_area: ['commune'],
  agency: ['commune', 'province'],
  enterprise: ['commune', 'province'],
  school: ['commune', 'province'],
};
const movable = Object.keys(kindsAbove);

/** One unit that comes under another with its name. */
export function MoveFields(props: {
  move: Move;
  receivers: readonly Receiver[];
  errors: ReadonlyMap<string, string>;
  onChange: (move: Move) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { move, receivers, errors, onChange } = props;
  const [unitError, toError] = ['unitId', 'to'].map((field) => errors.get(`move ${move.key} ${field}`));
  return (
    <div className={classes.source} data-error={(unitError ?? toError) !== undefined}>
      <UnitPicker
        label={t('reorganisations.form.movedUnit')}
        value={move.unit}
        onChange={(unit) => onChange({ ...move, unit })}
        kinds={movable}
        openOnly
        error={unitError}
        required
      />
      <TargetPicker
        label={t('reorganisations.form.movedTo')}
        value={move.to}
        onChange={(to) => onChange({ ...move, to })}
        receivers={receivers}
        kinds={kindsAbove[move.unit?.kind ?? ''] ?? ['province', 'commune']}
        error={toError}
      />
      <ActionIcon
        variant="subtle"
        color="red"
        size="lg"
        aria-label={t('reorganisations.form.remove', {
          what: move.unit?.nameVi ?? t('reorganisations.form.movedUnit').toLowerCase(),
        })}
        onClick={props.onRemove}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </div>
  );
}
