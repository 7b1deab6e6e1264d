import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { type FoundedKind, foundedKinds } from '../reorganisations.rules.ts';
import { aSource, type Part, parts, type Receiver, type Source } from './plan-draft.ts';
import classes from './Reorganisations.module.css';
import { TargetPicker } from './TargetPicker.tsx';

type Errors = ReadonlyMap<string, string>;

const kindAbove: Record<FoundedKind, string> = { province: 'nation', commune: 'province', residential_area: 'commune' };

/** One receiving unit, new or present, with what it is made of. */
export function ReceiverFields(props: {
  number: number;
  receiver: Receiver;
  others: readonly Receiver[];
  errors: Errors;
  onChange: (receiver: Receiver) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { number, receiver, others, errors } = props;
  const change = (part: Partial<Receiver>): void => props.onChange({ ...receiver, ...part });
  const errorOf = (field: string) => errors.get(`receiver ${receiver.key} ${field}`);
  const changeSource = (changed: Source): void =>
    change({ sources: receiver.sources.map((one) => (one.key === changed.key ? changed : one)) });
  const kind = receiver.act === 'found' ? receiver.kind : receiver.unit?.kind;
  const heading = `${number}. ${t(`reorganisations.form.${receiver.act}`)}`;
  return (
    <div role="group" aria-label={heading} className={classes.card}>
      <h3>{heading}</h3>
      {receiver.act === 'take' ? (
        <UnitPicker
          label={t('reorganisations.form.receiver')}
          value={receiver.unit}
          onChange={(unit) => change({ unit })}
          kinds={foundedKinds}
          openOnly
          error={errorOf('unit')}
          required
        />
      ) : (
        <div className={classes.fields}>
          <Select
            label={t('reorganisations.form.kind')}
            description={t('reorganisations.form.kindHint')}
            required
            allowDeselect={false}
            value={receiver.kind}
            data={foundedKinds.map((value) => ({ value, label: t(`unitKind.${value}`) }))}
            onChange={(value) => value && change({ kind: value, parent: null })}
          />
          <TextInput
            label={t('reorganisations.form.nameVi')}
            description={t('reorganisations.form.nameViHint')}
            value={receiver.nameVi}
            onChange={(event) => change({ nameVi: event.currentTarget.value })}
            error={errorOf('nameVi')}
            maxLength={200}
            autoComplete="off"
            required
          />
          <TextInput
            label={t('reorganisations.form.code')}
            description={t('reorganisations.form.codeHint')}
            value={receiver.code}
            onChange={(event) => change({ code: event.currentTarget.value })}
            error={errorOf('code')}
            maxLength={10}
            inputMode="numeric"
            autoComplete="off"
          />
          <TargetPicker
            label={t('reorganisations.form.parent')}
            description={t('reorganisations.form.parentHint')}
            value={receiver.parent}
            onChange={(parent) => change({ parent })}
            receivers={others}
            kinds={[kindAbove[receiver.kind]]}
            error={errorOf('parent')}
          />
        </div>
      )}
      {receiver.sources.map((source) => (
        <SourceFields
          key={source.key}
          source={source}
          kinds={kind === undefined ? foundedKinds : [kind]}
          error={errors.get(`source ${source.key}`)}
          onChange={changeSource}
          onRemove={() => change({ sources: receiver.sources.filter((one) => one.key !== source.key) })}
        />
      ))}
      <div className={classes.acts}>
        <Button
          size="compact-md"
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => change({ sources: [...receiver.sources, aSource()] })}
        >
          {t('reorganisations.form.addSource')}
        </Button>
        <Button
          size="compact-md"
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={props.onRemove}
        >
          {t('reorganisations.form.removeReceiver')}
        </Button>
      </div>
    </div>
  );
}

function SourceFields(props: {
  source: Source;
  kinds: readonly string[];
  error: string | undefined;
  onChange: (source: Source) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const { source, kinds, error, onChange } = props;
  return (
    <div className={classes.source} data-error={error !== undefined}>
      <UnitPicker
        label={t('reorganisations.form.source')}
        value={source.unit}
        onChange={(unit) => onChange({ ...source, unit })}
        kinds={kinds}
        openOnly
        error={error}
        required
      />
      <Select
        label={t('reorganisations.form.part')}
        allowDeselect={false}
        value={source.part}
        data={parts.map((value) => ({ value, label: t(`reorganisations.form.parts.${value}`) }))}
        onChange={(value) => value && onChange({ ...source, part: value satisfies Part })}
      />
      <ActionIcon
        variant="subtle"
        color="red"
        size="lg"
        aria-label={t('reorganisations.form.remove', {
          what: source.unit?.nameVi ?? t('reorganisations.form.source').toLowerCase(),
        })}
        onClick={props.onRemove}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </div>
  );
}
