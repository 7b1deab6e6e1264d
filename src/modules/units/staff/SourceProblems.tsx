import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { listUnitSourceProblems } from '../units.contract.ts';

/** Rows of the list of units that could not be read as they stand; nothing where the list was sound. */
export function SourceProblems() {
  const { t } = useTranslation();
  const [opened, { toggle }] = useDisclosure(false);
  const first = useApi(listUnitSourceProblems, { query: { limit: 1 } });
  if (!first.data || first.data.total === 0) return null;
  return (
    <Stack
      component="section"
      gap="sm"
      align="flex-start"
      mt="xl"
      aria-label={t('units.problems.title')}
      data-print="no"
    >
      <h2>{t('units.problems.title')}</h2>
      <p className="by-quiet">{t('units.problems.text', { count: first.data.total, shown: first.data.total })}</p>
      <Button variant="default" aria-expanded={opened} onClick={toggle}>
        {opened ? t('units.problems.hide') : t('units.problems.show')}
      </Button>
      {opened ? <ProblemPages /> : null}
    </Stack>
  );
}

function ProblemPages() {
  const { t } = useTranslation();
  const [starts, setStarts] = useState([0]);
  const page = useApi(listUnitSourceProblems, { query: { after: starts.at(-1)!, limit: 50 } });
  return (
    <Answered of={page} lines={8}>
      {({ items, next }) => (
        <div>
          <DataTable
            caption={t('units.problems.title')}
            rows={items}
            rowKey={(row) => row.id}
            columns={[
              { key: 'line', title: t('units.problems.line'), render: (row) => row.line, phone: 'title' },
              {
                key: 'problem',
                title: t('units.problems.problem'),
                render: (row) => <span>{row.problem}</span>,
                phone: 'bare',
              },
            ]}
          />
          <Group mt="sm">
            <Button variant="default" disabled={starts.length === 1} onClick={() => setStarts(starts.slice(0, -1))}>
              {t('units.problems.previous')}
            </Button>
            <Button
              variant="default"
              disabled={next === null}
              onClick={() => next !== null && setStarts([...starts, next])}
            >
              {t('units.problems.next')}
            </Button>
          </Group>
        </div>
      )}
    </Answered>
  );
}
