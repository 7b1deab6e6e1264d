import { Alert, Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconArrowBackUp, IconCheck, IconInfoCircle, IconPencil } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getUnit, searchUnits } from '#modules/units/units.contract.ts';
import { useAct, useApi } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { formatDay, formatInstant } from '#web/ui/format.ts';
import { LinkButton } from '#web/ui/LinkButton.tsx';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import {
  confirmReorganisation,
  getReorganisation,
  listReorganisations,
  previewReorganisation,
  type Reorganisation,
  withdrawReorganisation,
} from '../reorganisations.contract.ts';
import { idOfRef } from '../reorganisations.rules.ts';
import { PlanState } from './PlanState.tsx';
import { PreviewView } from './PreviewView.tsx';
import classes from './Reorganisations.module.css';

const route = getRouteApi('/staff/reorganisations/$planId');
const refresh = [getReorganisation, listReorganisations, getUnit, searchUnits];

/** A reorganisation: what it does, what changes, who confirmed it. */
export function ReorganisationPage() {
  const { planId } = route.useParams();
  const plan = useApi(getReorganisation, { params: { id: Number(planId) } });
  return (
    <Answered of={plan} lines={10}>
      {(answer) => <Plan plan={answer} />}
    </Answered>
  );
}

function Plan({ plan }: { plan: Reorganisation }) {
  const { t } = useTranslation();
  const day = formatDay(plan.takesEffectOn);
  return (
    <>
      <PageTitle
        title={plan.title}
        note={
          <>
            <PlanState plan={plan} /> {t('reorganisations.day')} {day} ·{' '}
            {t('reorganisations.documentOf', {
              number: plan.documentNumber,
              day: formatDay(plan.documentDate),
              issuer: plan.issuer,
            })}
          </>
        }
      >
        <Acts plan={plan} />
      </PageTitle>
      <div className={classes.parts}>
        <Standing plan={plan} day={day} />
        <Lines plan={plan} />
        {plan.mayChange ? <PlanPreview plan={plan} /> : null}
        <People plan={plan} />
      </div>
    </>
  );
}

/** What it waits for, or what stands against it. */
function Standing({ plan, day }: { plan: Reorganisation; day: string }) {
  const { t } = useTranslation();
  if (plan.state !== 'planned') return null;
  if (plan.refusals.length > 0) {
    return (
      <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={t('reorganisations.cannot')}>
        <ul className={classes.list}>
          {plan.refusals.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{message}</li>
          ))}
        </ul>
      </Alert>
    );
  }
  return (
    <Alert color="blue" variant="light" icon={<IconInfoCircle aria-hidden />}>
      {plan.isConfirmed ? t('reorganisations.willApply', { day }) : t('reorganisations.needsSecond')}
    </Alert>
  );
}

function Acts({ plan }: { plan: Reorganisation }) {
  const { t } = useTranslation();
  const [confirming, confirm] = useDisclosure(false);
  const [withdrawing, withdraw] = useDisclosure(false);
  const [reason, setReason] = useState('');
  const key = { params: { id: plan.id } };
  const confirmAct = useAct(confirmReorganisation, {
    refresh,
    onDone: () => {
      confirm.close();
      tellDone(t('reorganisations.confirm.done'));
    },
  });
  const withdrawAct = useAct(withdrawReorganisation, {
    refresh,
    onDone: () => {
      withdraw.close();
      tellDone(t('reorganisations.withdraw.done'));
    },
  });
  if (!plan.mayChange) return null;
  return (
    <>
      {plan.mayConfirm ? (
        <Button leftSection={<IconCheck size={18} aria-hidden />} onClick={confirm.open}>
          {t('reorganisations.confirm.act')}
        </Button>
      ) : null}
      <LinkButton
        to="/reorganisations/$planId/edit"
        params={{ planId: String(plan.id) }}
        variant="default"
        leftSection={<IconPencil size={18} aria-hidden />}
      >
        {t('reorganisations.change')}
      </LinkButton>
      <Button variant="default" leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={withdraw.open}>
        {t('reorganisations.withdraw.act')}
      </Button>
      <ConfirmDialog
        opened={confirming}
        title={t('reorganisations.confirm.title')}
        confirm={t('reorganisations.confirm.act')}
        busy={confirmAct.isPending}
        problem={confirmAct.error}
        onConfirm={() => confirmAct.mutate({ ...key, body: { version: plan.version } })}
        onClose={confirm.close}
      >
        {t('reorganisations.confirm.text', {
          day: formatDay(plan.takesEffectOn),
          ended: plan.endedCount,
          founded: plan.foundedCount,
        })}
      </ConfirmDialog>
      <ConfirmDialog
        opened={withdrawing}
        title={t('reorganisations.withdraw.title')}
        confirm={t('reorganisations.withdraw.act')}
        danger
        busy={withdrawAct.isPending}
        disabled={reason.trim() === ''}
        problem={withdrawAct.error}
        onConfirm={() => withdrawAct.mutate({ ...key, body: { version: plan.version, reason } })}
        onClose={withdraw.close}
      >
        <p>{t('reorganisations.withdraw.text')}</p>
        <TextInput
          label={t('reorganisations.withdraw.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={300}
          required
          mt="sm"
        />
      </ConfirmDialog>
    </>
  );
}

/** The lines in words: each receiving unit with what it is made of, and what moves. */
function Lines({ plan }: { plan: Reorganisation }) {
  const { t } = useTranslation();
  const { ended, founded, successions, moved } = plan.lines;
  const units = new Map(plan.units.map((unit) => [unit.id, unit]));
  const made = new Map(plan.made.map(({ ref, unitId }) => [ref, unitId]));
  const nameOf = (ref: string): string =>
    units.get(idOfRef(ref) ?? 0)?.nameVi ?? founded.find((one) => one.ref === ref)?.nameVi ?? ref;
  const link = (ref: string): ReactNode => {
    const id = idOfRef(ref) ?? made.get(ref);
    return id === undefined ? (
      <strong>{nameOf(ref)}</strong>
    ) : (
      <Link to="/units/$unitId" params={{ unitId: String(id) }}>
        {nameOf(ref)}
      </Link>
    );
  };
  const receivers = [...new Set([...founded.map(({ ref }) => ref), ...successions.map(({ to }) => to)])];
  return (
    <section aria-labelledby="lines">
      <h2 id="lines">{t('reorganisations.lines.title')}</h2>
      <ul className={classes.list}>
        {receivers.map((ref) => {
          const parent = founded.find((one) => one.ref === ref)?.parent;
          return (
            <li key={ref}>
              {link(ref)}:{' '}
              {parent === undefined
                ? t('reorganisations.lines.take', { unit: nameOf(ref) })
                : t('reorganisations.lines.found', { unit: nameOf(ref), parent: nameOf(parent) })}
              <ul className={classes.list}>
                {successions
                  .filter((one) => one.to === ref)
                  .map(({ from, extent }) => {
                    const part = extent === 'part' ? (ended.includes(from) ? 'partEnds' : 'partStays') : extent;
                    return <li key={from}>{t(`reorganisations.lines.${part}`, { unit: nameOf(`#${from}`) })}</li>;
                  })}
              </ul>
            </li>
          );
        })}
        {moved.map(({ unitId, to }) => (
          <li key={unitId}>{t('reorganisations.lines.move', { unit: nameOf(`#${unitId}`), to: nameOf(to) })}</li>
        ))}
      </ul>
    </section>
  );
}

/** The preview as things stand now: asked anew with every opening. */
function PlanPreview({ plan }: { plan: Reorganisation }) {
  const { t } = useTranslation();
  const { mutate, data, error } = useAct(previewReorganisation);
  const { title, documentNumber, documentDate, issuer, takesEffectOn, lines, version } = plan;
  useEffect(() => {
    mutate({ body: { title, documentNumber, documentDate, issuer, takesEffectOn, ...lines } });
    // Asked once for each version of the plan.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [mutate, version]);
  return (
    <section aria-labelledby="preview">
      <h2 id="preview">{t('reorganisations.preview.title')}</h2>
      {error ? <ProblemAlert problem={error} /> : null}
      {data ? <PreviewView preview={data} /> : null}
    </section>
  );
}

function People({ plan }: { plan: Reorganisation }) {
  const { t } = useTranslation();
  const { added, changed, confirmed, withdrawn, appliedAt } = plan;
  const of = ({ displayName, at }: { displayName: string; at: string }) => ({
    name: displayName,
    at: formatInstant(at),
  });
  return (
    <ul className={`${classes.list} by-quiet by-small`}>
      <li>{t('reorganisations.people.added', of(added))}</li>
      {changed.at === added.at ? null : <li>{t('reorganisations.people.changed', of(changed))}</li>}
      {confirmed ? <li>{t('reorganisations.people.confirmed', of(confirmed))}</li> : null}
      {withdrawn ? (
        <li>{t('reorganisations.people.withdrawn', { ...of(withdrawn), reason: withdrawn.reason })}</li>
      ) : null}
      {appliedAt === null ? null : <li>{t('reorganisations.people.applied', { at: formatInstant(appliedAt) })}</li>}
    </ul>
  );
}
