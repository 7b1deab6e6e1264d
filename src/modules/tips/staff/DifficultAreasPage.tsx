import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMine } from '#web/api/me.tsx';
import { useAct, useApi } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatInstant } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import { UnitPicker } from '#web/ui/UnitPicker.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { listDifficultAreas, noteDifficultArea } from '../inbox-keys.contract.ts';

type Unit = { id: number; name: string };

/** Units that have more time to assess a tip, for whoever oversees their inboxes. */
export function DifficultAreasPage() {
  const { t } = useTranslation();
  const { place } = useMine();
  const areas = useApi(listDifficultAreas, {});
  const [picked, setPicked] = useState<Unit>();
  const [asked, setAsked] = useState<{ unit: Unit; isDifficult: boolean }>();
  const note = useAct(noteDifficultArea, {
    refresh: [listDifficultAreas],
    onDone: ({ isDifficult }) => {
      tellDone(t(isDifficult ? 'tips.difficult.added' : 'tips.difficult.removed'));
      setAsked(undefined);
      setPicked(undefined);
    },
  });
  const act = asked?.isDifficult ? 'add' : 'remove';
  return (
    <>
      <PageTitle title={t('tips.difficult.title')} note={t('tips.difficult.note')} />
      <Stack gap="lg" maw={760}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (picked) setAsked({ unit: picked, isDifficult: true });
          }}
        >
          <Stack gap="sm">
            <UnitPicker
              label={t('tips.difficult.pick')}
              value={picked ? { nameVi: picked.name } : null}
              kinds={['province', 'commune']}
              near={place?.unit.id}
              openOnly
              clearable
              onChange={(unit) => setPicked(unit ? { id: unit.id, name: unit.nameVi } : undefined)}
            />
            <Button type="submit" disabled={picked === undefined} style={{ alignSelf: 'start' }}>
              {t('tips.difficult.add')}
            </Button>
          </Stack>
        </form>
        <Answered of={areas} lines={4}>
          {({ items }) => (
            <DataTable
              caption={t('tips.difficult.title')}
              rows={items}
              rowKey={({ unit }) => unit.id}
              empty={<EmptyState title={t('tips.difficult.none')}>{t('tips.difficult.noneHint')}</EmptyState>}
              columns={[
                { key: 'unit', title: t('tips.changes.unit'), phone: 'title', render: ({ unit }) => unit.name },
                { key: 'by', title: t('tips.difficult.by'), render: ({ notedBy }) => notedBy },
                { key: 'since', title: t('tips.difficult.since'), render: ({ notedAt }) => formatInstant(notedAt) },
                {
                  key: 'act',
                  title: t('tips.difficult.act'),
                  render: ({ unit }) => (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={t('tips.difficult.removeOf', { unit: unit.name })}
                      onClick={() => setAsked({ unit, isDifficult: false })}
                    >
                      {t('tips.difficult.remove')}
                    </Button>
                  ),
                },
              ]}
            />
          )}
        </Answered>
      </Stack>
      {asked ? (
        <ConfirmDialog
          opened
          title={t(`tips.difficult.${act}Title`, { unit: asked.unit.name })}
          confirm={t(`tips.difficult.${act}`)}
          danger={!asked.isDifficult}
          busy={note.isPending}
          problem={note.error ?? undefined}
          onClose={() => {
            note.reset();
            setAsked(undefined);
          }}
          onConfirm={() => note.mutate({ params: { unitId: asked.unit.id }, body: { isDifficult: asked.isDifficult } })}
        >
          {t(`tips.difficult.${act}Text`)}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
