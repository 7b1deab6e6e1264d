import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconBan, IconEyeEdit, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReach } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { useLanguage, useSay } from '#web/ui/useLanguage.ts';
import { Answered } from '#web/ui/Waiting.tsx';
import { isAskedFor, type Register } from '../declaration.ts';
import type { RecordWithHistory, RegisterRoutes } from '../register.contract.ts';
import { Attachments } from './Attachments.tsx';
import { EditRecord } from './EditRecord.tsx';
import { groupFields, toForm, toText } from './form-values.ts';
import { Observations } from './Observations.tsx';
import { ObserveRecord } from './ObserveRecord.tsx';
import type { RegisterParts } from './parts.ts';
import { CountedInList, RecordHistory } from './RecordHistory.tsx';
import { VoidDialog } from './VoidDialog.tsx';
import classes from './registers.module.css';

type Parts = { register: Register; routes: RegisterRoutes; parts: RegisterParts };

/** A record with its acts, the figures that count it and its history. */
export function RecordPanel({ id, ...parts }: Parts & { id: string }) {
  const answer = useApi(parts.routes.get, { params: { id } });
  return <Answered of={answer}>{(record) => <OpenRecord {...parts} record={record} />}</Answered>;
}

function OpenRecord(props: Parts & { record: RecordWithHistory }) {
  const { register, routes, record } = props;
  const [act, setAct] = useState<'edit' | 'observe'>();
  const done = (): void => setAct(undefined);
  if (act === 'edit') return <EditRecord register={register} routes={routes} record={record} onDone={done} />;
  if (act === 'observe') return <ObserveRecord register={register} routes={routes} record={record} onDone={done} />;
  return (
    <>
      <RecordState register={register} record={record} />
      <RecordActs {...props} onEdit={() => setAct('edit')} onObserve={() => setAct('observe')} />
      <RecordValues register={register} record={record} />
      <Observations register={register} record={record} />
      {register.attachments ? <Attachments register={register} record={record} /> : null}
      <CountedInList record={record} />
      <RecordHistory register={register} record={record} />
    </>
  );
}

function RecordState({ register, record }: { register: Register; record: RecordWithHistory }) {
  const { t } = useTranslation();
  return (
    <div className={classes.state}>
      <p>
        {record.unit.name} <RecordMarks register={register} record={record} />
      </p>
      {record.voidReason === null ? null : <p className="by-quiet">{t('registers.record.voidHint')}</p>}
    </div>
  );
}

/** Says that a record is void, or made up to show the product. */
export function RecordMarks(props: {
  register: Register;
  record: { voidReason: string | null; demonstration: boolean };
}) {
  const { t } = useTranslation();
  const say = useSay();
  const { voidReason, demonstration } = props.record;
  return (
    <>
      {voidReason === null ? null : (
        <Mark tone="danger" icon={<IconBan size={14} aria-hidden />}>
          {t('registers.record.isVoid', { reason: say(props.register.voidReasons[voidReason]!) })}
        </Mark>
      )}{' '}
      {demonstration ? <Mark tone="quiet">{t('registers.demonstration')}</Mark> : null}
    </>
  );
}

function RecordActs(props: Parts & { record: RecordWithHistory; onEdit: () => void; onObserve: () => void }) {
  const { t } = useTranslation();
  const { register, routes, record } = props;
  const { RecordActs: OwnActs } = props.parts;
  const mayWrite = useReach(register.permissions.write) !== undefined;
  const [isVoiding, voiding] = useDisclosure(false);
  const restore = useAct(routes.restore, {
    refresh: [routes.list, routes.get],
    onDone: () => tellDone(t('registers.record.restored')),
  });
  const ownActs = OwnActs ? <OwnActs register={register} record={record} /> : null;
  if (!mayWrite) return ownActs;
  if (record.voidReason !== null) {
    return (
      <>
        <Button
          variant="default"
          leftSection={<IconArrowBackUp size={18} aria-hidden />}
          loading={restore.isPending}
          onClick={() => restore.mutate({ params: { id: record.id }, body: { version: record.version } })}
        >
          {t('registers.record.restore')}
        </Button>
        {restore.error ? <ProblemAlert problem={restore.error} /> : null}
      </>
    );
  }
  return (
    <>
      <Group gap="xs">
        <Button variant="default" leftSection={<IconPencil size={18} aria-hidden />} onClick={props.onEdit}>
          {t('registers.record.correct')}
        </Button>
        {register.observedOnField === undefined ? null : (
          <Button variant="default" leftSection={<IconEyeEdit size={18} aria-hidden />} onClick={props.onObserve}>
            {t('registers.observe.act')}
          </Button>
        )}
        {ownActs}
        <Button variant="subtle" color="red" leftSection={<IconBan size={18} aria-hidden />} onClick={voiding.open}>
          {t('registers.record.void')}
        </Button>
      </Group>
      <VoidDialog register={register} routes={routes} record={record} opened={isVoiding} onClose={voiding.close} />
    </>
  );
}

function RecordValues({ register, record }: { register: Register; record: RecordWithHistory }) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const form = toForm(register, record.values, language);
  const asked = Object.entries(register.fields).filter(([, field]) => isAskedFor(field, form));
  return groupFields(asked).map(({ group, fields }) => (
    <section key={fields[0]![0]}>
      {group ? <h3 className={classes.groupTitle}>{say(group)}</h3> : null}
      <dl className={classes.values}>
        {fields.map(([name, field]) => {
          const text = toText(field, record.values[name], language, record.names);
          return (
            <div key={name} className={isLong(text) ? classes.wide : undefined}>
              <dt>{say(field.label)}</dt>
              <dd className={text === '' ? 'by-quiet' : undefined}>
                {text === '' ? t('registers.record.empty') : text}
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  ));
}

const shortLetters = 60;

function isLong(text: string): boolean {
  return text.length > shortLetters;
}
