import { Button, Stack, TextInput } from '@mantine/core';
import { IconEye, IconPlus } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrorsOf } from '#modules/accounts/staff/fieldErrors.ts';
import { useAct, useApi } from '#web/api/query.ts';
import { DayInput } from '#web/ui/DayInput.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { UnsavedGuard } from '#web/ui/UnsavedGuard.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import {
  addReorganisation,
  changeReorganisation,
  getReorganisation,
  listReorganisations,
  type NamedUnit,
  previewReorganisation,
  type Reorganisation,
  type ReorganisationPreview,
} from '../reorganisations.contract.ts';
import { MoveFields } from './MoveFields.tsx';
import { PasteTable } from './PasteTable.tsx';
import { aMove, aReceiver, type Draft, emptyDraft, readDraft, writeDraft } from './plan-draft.ts';
import { PreviewView } from './PreviewView.tsx';
import { ReceiverFields } from './ReceiverFields.tsx';
import classes from './Reorganisations.module.css';

const editRoute = getRouteApi('/staff/reorganisations/$planId/edit');

/** Plans a new reorganisation. */
export function NewReorganisationPage() {
  return <PlanForm draft={emptyDraft()} />;
}

/** Changes a planned one. */
export function ChangeReorganisationPage() {
  const { planId } = editRoute.useParams();
  const plan = useApi(getReorganisation, { params: { id: Number(planId) } });
  return (
    <Answered of={plan} lines={10}>
      {(answer) => <PlanForm key={answer.version} draft={readDraft(answer)} plan={answer} />}
    </Answered>
  );
}

function PlanForm({ draft: begun, plan }: { draft: Draft; plan?: Reorganisation }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(begun);
  const [isChanged, setChanged] = useState(false);
  const [isKept, setKept] = useState(false);
  const change = (part: Partial<Draft>): void => {
    setChanged(true);
    setDraft((before) => ({ ...before, ...part }));
  };
  const onDone = ({ id }: Reorganisation): void => {
    tellDone(t('reorganisations.form.saved'));
    setKept(true);
    // The guard has to hear first that nothing is unsaved any more.
    setTimeout(() => void navigate({ to: '/reorganisations/$planId', params: { planId: String(id) } }));
  };
  const refresh = [listReorganisations, getReorganisation];
  const add = useAct(addReorganisation, { refresh, onDone });
  const correct = useAct(changeReorganisation, { refresh, onDone });
  const preview = useAct(previewReorganisation);
  // What was sent last is what the answer speaks of: fields may have been added since.
  const [sent, setSent] = useState(() => writeDraft(begun));
  const act = plan === undefined ? add : correct;
  const problem = preview.error ?? act.error;
  const told: [string, string][] = problem
    ? Object.entries(fieldErrorsOf(problem))
    : (preview.data?.refusals ?? []).map(({ path, message }) => [path, message]);
  const errors = new Map(told.map(([path, message]) => [sent.placeOf(path), message]));
  const ask = (): ReturnType<typeof writeDraft> => {
    const written = writeDraft(draft);
    setSent(written);
    preview.reset();
    act.reset();
    return written;
  };
  const save = (): void => {
    const { input } = ask();
    if (plan === undefined) add.mutate({ body: input });
    else correct.mutate({ params: { id: plan.id }, body: { ...input, version: plan.version } });
  };
  const general = ['ended', 'moved'].flatMap((path) => errors.get(path) ?? []);
  return (
    <>
      <UnsavedGuard when={isChanged && !isKept} />
      <PageTitle
        title={t(plan === undefined ? 'reorganisations.form.newTitle' : 'reorganisations.form.changeTitle')}
        note={plan === undefined ? null : t('reorganisations.form.changeNote')}
      />
      <form
        noValidate
        className={classes.parts}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <BasisFields draft={draft} change={change} errors={errors} />
        <section aria-labelledby="receivers">
          <h2 id="receivers">{t('reorganisations.form.what')}</h2>
          <p className="by-quiet by-small">{t('reorganisations.form.whatHint')}</p>
          <Stack gap="md" mt="sm">
            {draft.receivers.map((receiver, index) => (
              <ReceiverFields
                key={receiver.key}
                number={index + 1}
                receiver={receiver}
                others={draft.receivers.filter((one) => one.key !== receiver.key)}
                errors={errors}
                onChange={(changed) =>
                  change({ receivers: draft.receivers.map((one) => (one.key === changed.key ? changed : one)) })
                }
                onRemove={() => change({ receivers: draft.receivers.filter((one) => one.key !== receiver.key) })}
              />
            ))}
            <div className={classes.acts}>
              <Button
                variant="light"
                leftSection={<IconPlus size={18} aria-hidden />}
                onClick={() => change({ receivers: [...draft.receivers, aReceiver('found')] })}
              >
                {t('reorganisations.form.addFound')}
              </Button>
              <Button
                variant="light"
                leftSection={<IconPlus size={18} aria-hidden />}
                onClick={() => change({ receivers: [...draft.receivers, aReceiver('take')] })}
              >
                {t('reorganisations.form.addTake')}
              </Button>
              <PasteTable draft={draft} onRead={(receivers) => change({ receivers })} />
            </div>
          </Stack>
        </section>
        <section aria-labelledby="moves">
          <h2 id="moves">{t('reorganisations.form.moved')}</h2>
          <p className="by-quiet by-small">{t('reorganisations.form.movedHint')}</p>
          <Stack gap="sm" mt="sm">
            {draft.moves.map((move) => (
              <MoveFields
                key={move.key}
                move={move}
                receivers={draft.receivers}
                errors={errors}
                onChange={(changed) =>
                  change({ moves: draft.moves.map((one) => (one.key === changed.key ? changed : one)) })
                }
                onRemove={() => change({ moves: draft.moves.filter((one) => one.key !== move.key) })}
              />
            ))}
            <Undecided
              preview={preview.data}
              draft={draft}
              onPlace={(unit) => change({ moves: [...draft.moves, aMove(unit)] })}
            />
            <div>
              <Button
                variant="light"
                leftSection={<IconPlus size={18} aria-hidden />}
                onClick={() => change({ moves: [...draft.moves, aMove()] })}
              >
                {t('reorganisations.form.addMoved')}
              </Button>
            </div>
          </Stack>
        </section>
        {problem ? <ProblemAlert problem={problem} hideFields={general.length === 0} /> : null}
        <div className={classes.acts}>
          <Button
            variant="default"
            leftSection={<IconEye size={18} aria-hidden />}
            loading={preview.isPending}
            onClick={() => preview.mutate({ body: ask().input })}
          >
            {t('reorganisations.form.preview')}
          </Button>
          <Button type="submit" loading={act.isPending}>
            {t('reorganisations.form.save')}
          </Button>
        </div>
        {preview.data ? (
          <section aria-labelledby="preview" aria-live="polite">
            <h2 id="preview">{t('reorganisations.preview.title')}</h2>
            <PreviewView preview={preview.data} />
          </section>
        ) : null}
      </form>
    </>
  );
}

type Errors = ReadonlyMap<string, string>;

function BasisFields(props: { draft: Draft; change: (part: Partial<Draft>) => void; errors: Errors }) {
  const { t } = useTranslation();
  const { draft, change, errors } = props;
  const text = (
    field: 'title' | 'documentNumber' | 'issuer',
    name: 'name' | 'documentNumber' | 'issuer',
    most: number,
  ) => (
    <TextInput
      label={t(`reorganisations.form.${name}`)}
      description={t(`reorganisations.form.${name}Hint`)}
      value={draft[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
      error={errors.get(field)}
      maxLength={most}
      autoComplete="off"
      required
    />
  );
  return (
    <section aria-labelledby="basis">
      <h2 id="basis">{t('reorganisations.form.basis')}</h2>
      <div className={classes.fields}>
        <div className={classes.wide}>{text('title', 'name', 300)}</div>
        {text('documentNumber', 'documentNumber', 100)}
        {text('issuer', 'issuer', 200)}
        <DayInput
          label={t('reorganisations.form.documentDate')}
          description={t('reorganisations.form.documentDateHint')}
          value={draft.documentDate}
          onChange={(documentDate) => change({ documentDate })}
          error={errors.get('documentDate')}
          required
        />
        <DayInput
          label={t('reorganisations.form.takesEffectOn')}
          description={t('reorganisations.form.takesEffectOnHint')}
          value={draft.takesEffectOn}
          onChange={(takesEffectOn) => change({ takesEffectOn })}
          error={errors.get('takesEffectOn')}
          required
        />
      </div>
    </section>
  );
}

/** Units below a split one that have no place yet, as the last preview found them. */
function Undecided(props: {
  preview: ReorganisationPreview | undefined;
  draft: Draft;
  onPlace: (unit: NamedUnit) => void;
}) {
  const { t } = useTranslation();
  const placed = new Set(props.draft.moves.map(({ unit }) => unit?.id));
  const left = (props.preview?.undecided ?? []).filter(({ unitId }) => unitId !== null && !placed.has(unitId));
  if (left.length === 0) return null;
  return (
    <div>
      <p>{t('reorganisations.form.undecided')}</p>
      <ul className={classes.list}>
        {left.map(({ unitId, kind, code, nameVi, parentName }) => (
          <li key={unitId}>
            {nameVi}, {parentName}{' '}
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={`${t('reorganisations.form.placeIt')}: ${nameVi}`}
              onClick={() =>
                props.onPlace({
                  id: unitId!, // filtered above
                  kind,
                  code,
                  nameVi,
                  nameEn: null,
                  validFrom: null,
                  validTo: null,
                  parentName,
                })
              }
            >
              {t('reorganisations.form.placeIt')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
