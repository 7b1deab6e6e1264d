import { Anchor, Button, Group, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { vietnamDay } from '#platform/periods.rules.ts';
import { downloadFile } from '#web/api/client.ts';
import { useMine } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { DayInput } from '#web/ui/DayInput.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatDay } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { areaAddress, areaKinds } from '../areas.rules.ts';
import {
  addComingActivity,
  type AreaPage,
  getAreaPage,
  getPosters,
  removeComingActivity,
  updateAreaContact,
} from '../area-pages.contract.ts';

/** What a unit tells its residents: contact, coming activities, posters. */
export function AreaPagePage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const [unit, setUnit] = useState(place ? { id: place.unit.id, nameVi: place.unit.nameVi } : null);
  const page = useApi(getAreaPage, { params: { unitId: unit?.id ?? 0 } }, { enabled: unit !== null });
  return (
    <>
      <PageTitle title={t('areaPages.title')} note={t('areaPages.note')} />
      <Stack gap="lg" maw={760}>
        <UnitPicker
          label={t('areaPages.unit')}
          value={unit}
          kinds={areaKinds}
          openOnly
          onChange={(chosen) => chosen && setUnit(chosen)}
        />
        <Answered of={page}>
          {(answer) => (
            <Stack gap="xl" key={answer.unit.id}>
              <Anchor href={areaAddress(answer.unit.code)} target="_blank">
                {t('areaPages.look')}
              </Anchor>
              {answer.mayChange ? null : <p>{t('areaPages.notMine')}</p>}
              <ContactForm key={answer.version} page={answer} />
              <Coming page={answer} />
              {answer.mayChange ? <Posters page={answer} /> : null}
            </Stack>
          )}
        </Answered>
      </Stack>
    </>
  );
}

function ContactForm({ page }: { page: AreaPage }) {
  const { t } = useTranslation();
  const [contact, setContact] = useState(page.contact);
  const update = useAct(updateAreaContact, {
    refresh: [getAreaPage],
    onDone: () => tellDone(t('areaPages.saved')),
  });
  const field = (name: keyof AreaPage['contact']) => ({
    value: contact[name],
    disabled: !page.mayChange,
    onChange: (event: { currentTarget: { value: string } }) =>
      setContact({ ...contact, [name]: event.currentTarget.value }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate({ params: { unitId: page.unit.id }, body: { ...contact, version: page.version } });
      }}
    >
      <Stack gap="sm">
        <Title order={2}>{t('areaPages.contact')}</Title>
        <TextInput
          label={t('areaPages.phone')}
          description={t('areaPages.phoneHint')}
          maxLength={100}
          {...field('phone')}
        />
        <TextInput label={t('areaPages.address')} maxLength={300} {...field('address')} />
        <TextInput label={t('areaPages.hours')} maxLength={200} {...field('hours')} />
        <Textarea label={t('areaPages.contactNote')} maxLength={500} autosize minRows={2} {...field('note')} />
        {update.error ? <ProblemAlert problem={update.error} /> : null}
        {page.mayChange ? (
          <Button type="submit" loading={update.isPending} style={{ alignSelf: 'start' }}>
            {t('areaPages.save')}
          </Button>
        ) : null}
      </Stack>
    </form>
  );
}

function Coming({ page }: { page: AreaPage }) {
  const { t } = useTranslation();
  const remove = useAct(removeComingActivity, { refresh: [getAreaPage] });
  return (
    <Stack gap="sm">
      <Title order={2}>{t('areaPages.coming')}</Title>
      {remove.error ? <ProblemAlert problem={remove.error} /> : null}
      <DataTable
        caption={t('areaPages.coming')}
        rows={page.coming}
        rowKey={(one) => one.id}
        empty={<EmptyState title={t('areaPages.noComing')}>{t('areaPages.noComingHint')}</EmptyState>}
        columns={[
          { key: 'what', title: t('areaPages.what'), phone: 'title', render: (one) => one.title },
          {
            key: 'heldOn',
            title: t('areaPages.heldOn'),
            render: (one) => [formatDay(one.heldOn), one.atHour].filter(Boolean).join(' · '),
          },
          { key: 'place', title: t('areaPages.place'), render: (one) => one.place || '—' },
          {
            key: 'act',
            title: t('areaPages.act'),
            render: (one) =>
              page.mayChange ? (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  aria-label={t('areaPages.removeOf', { title: one.title })}
                  onClick={() => remove.mutate({ params: { unitId: page.unit.id, id: one.id } })}
                >
                  {t('areaPages.remove')}
                </Button>
              ) : (
                '—'
              ),
          },
        ]}
      />
      {page.mayChange ? <InviteForm unitId={page.unit.id} /> : null}
    </Stack>
  );
}

const nothing = { heldOn: null as string | null, atHour: '', title: '', place: '' };

function InviteForm({ unitId }: { unitId: number }) {
  const { t } = useTranslation();
  const [activity, setActivity] = useState(nothing);
  const add = useAct(addComingActivity, {
    refresh: [getAreaPage],
    onDone: () => {
      tellDone(t('areaPages.added'));
      setActivity(nothing);
    },
  });
  const write = (name: 'atHour' | 'title' | 'place') => (event: { currentTarget: { value: string } }) =>
    setActivity({ ...activity, [name]: event.currentTarget.value });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (activity.heldOn !== null)
          add.mutate({ params: { unitId }, body: { ...activity, heldOn: activity.heldOn } });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('areaPages.what')}
          required
          maxLength={200}
          value={activity.title}
          onChange={write('title')}
        />
        <DayInput
          label={t('areaPages.heldOn')}
          required
          min={vietnamDay(new Date())}
          value={activity.heldOn}
          onChange={(heldOn) => setActivity({ ...activity, heldOn })}
        />
        <TextInput
          label={t('areaPages.atHour')}
          description={t('areaPages.atHourHint')}
          maxLength={40}
          value={activity.atHour}
          onChange={write('atHour')}
        />
        <TextInput label={t('areaPages.place')} maxLength={200} value={activity.place} onChange={write('place')} />
        {add.error ? <ProblemAlert problem={add.error} /> : null}
        <Button type="submit" variant="default" loading={add.isPending} style={{ alignSelf: 'start' }}>
          {t('areaPages.add')}
        </Button>
      </Stack>
    </form>
  );
}

function Posters({ page: { unit } }: { page: AreaPage }) {
  const { t } = useTranslation();
  const download = useMutation({
    mutationFn: (below: boolean) =>
      downloadFile(getPosters, { params: { unitId: unit.id }, query: { below: below ? 'true' : 'false' } }),
  });
  return (
    <Stack gap="sm">
      <Title order={2}>{t('areaPages.posters')}</Title>
      <p>{t('areaPages.postersHint')}</p>
      {download.error ? <ProblemAlert problem={download.error} /> : null}
      <Group>
        <Button variant="default" loading={download.isPending} onClick={() => download.mutate(false)}>
          {t('areaPages.poster')}
        </Button>
        {unit.kind === 'commune' ? (
          <Button variant="default" loading={download.isPending} onClick={() => download.mutate(true)}>
            {t('areaPages.postersBelow')}
          </Button>
        ) : null}
      </Group>
    </Stack>
  );
}
