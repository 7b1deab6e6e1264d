import { Alert, Button, Code, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useApi } from '#web/api/query.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/EmptyState.tsx';
import { formatDay } from '#web/ui/format.ts';
import { PageTitle } from '#web/ui/PageTitle.tsx';
import { ProblemAlert } from '#web/ui/ProblemAlert.tsx';
import { Answered } from '#web/ui/Waiting.tsx';
import { listOpen311Tokens, makeOpen311Token, revokeOpen311Token } from '../feedback.contract.ts';

/** Who may send feedback through Open311: api_keys are made, shown once, and revoked here. */
export function Open311TokensPage() {
  const { t } = useTranslation();
  const tokens = useApi(listOpen311Tokens, {});
  const [name, setName] = useState('');
  const [key, setKey] = useState('');
  const make = useAct(makeOpen311Token, {
    refresh: [listOpen311Tokens],
    onDone: (made) => {
      setKey(made.key);
      setName('');
    },
  });
  const revoke = useAct(revokeOpen311Token, { refresh: [listOpen311Tokens] });
  return (
    <>
      <PageTitle title={t('feedback.tokens.title')} note={t('feedback.tokens.note')} />
      <Stack gap="lg" maw={760}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate({ body: { name } });
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t('feedback.tokens.name')}
              description={t('feedback.tokens.nameHint')}
              required
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" loading={make.isPending} style={{ alignSelf: 'start' }}>
              {t('feedback.tokens.make')}
            </Button>
          </Stack>
        </form>
        {key === '' ? null : (
          <Alert role="status" title={t('feedback.tokens.once')}>
            <Code block>{key}</Code>
          </Alert>
        )}
        {(make.error ?? revoke.error) ? <ProblemAlert problem={make.error ?? revoke.error} /> : null}
        <Answered of={tokens}>
          {({ items }) => (
            <DataTable
              caption={t('feedback.tokens.title')}
              rows={items}
              rowKey={(token) => token.id}
              empty={<EmptyState title={t('feedback.tokens.none')}>{t('feedback.tokens.nameHint')}</EmptyState>}
              columns={[
                { key: 'name', title: t('feedback.tokens.name'), phone: 'title', render: (token) => token.name },
                {
                  key: 'made',
                  title: t('feedback.tokens.made'),
                  render: (token) => `${formatDay(token.madeAt.slice(0, 10))} · ${token.madeBy}`,
                },
                {
                  key: 'act',
                  title: t('feedback.act'),
                  render: (token) =>
                    token.revokedAt === null ? (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        aria-label={t('feedback.tokens.revokeOf', { name: token.name })}
                        onClick={() => revoke.mutate({ params: { id: token.id } })}
                      >
                        {t('feedback.tokens.revoke')}
                      </Button>
                    ) : (
                      t('feedback.tokens.revoked', { day: formatDay(token.revokedAt.slice(0, 10)) })
                    ),
                },
              ]}
            />
          )}
        </Answered>
      </Stack>
    </>
  );
}
