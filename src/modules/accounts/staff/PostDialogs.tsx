import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProblem } from '#web/api/client.ts';
import { useAct } from '#web/api/query.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { DayInput } from '#web/ui/DayInput.tsx';
import { tellDone } from '#web/ui/toast.tsx';
import type { Post } from '../accounts.contract.ts';
import {
  addPost,
  endPost,
  getPerson,
  handOverPost,
  listPeople,
  type Person,
  type PersonLine,
} from '../people.contract.ts';
import { fieldErrorsOf } from './fieldErrors.ts';
import { PersonPicker } from './PersonPicker.tsx';
import { type PostDraft, PostFields, toNewPost, useEmptyPost } from './PostFields.tsx';
import { useMissing } from './useMissing.ts';
import { useNameOf, useToday } from './useNames.ts';

const refresh = [getPerson, listPeople];

export function AddPostDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useTranslation();
  const emptyPost = useEmptyPost();
  const [draft, setDraft] = useState<PostDraft>(emptyPost);
  const { missing, tellMissing } = useMissing();
  const add = useAct(addPost, {
    refresh,
    onDone: () => {
      tellDone(t('accounts.post.added'));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={t('accounts.post.addTo', { name: person.displayName })}
      confirm={t('accounts.post.submit')}
      busy={add.isPending}
      problem={add.error}
      onConfirm={() => {
        const post = toNewPost(draft);
        if (tellMissing(post)) add.mutate({ params: { id: person.id }, body: post });
      }}
      onClose={onClose}
    >
      <PostFields draft={draft} onChange={setDraft} errors={{ ...fieldErrorsOf(add.error), ...missing }} />
    </ConfirmDialog>
  );
}

type OfPost = { person: Person; post: Post; onClose: () => void };

export function EndPostDialog({ person, post, onClose }: OfPost) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const earliest = useEarliestDay(post);
  const [on, setOn] = useState<string | null>(earliest);
  const end = useAct(endPost, {
    refresh,
    onDone: () => {
      tellDone(t('accounts.post.ended'));
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened
      title={t('accounts.post.endTitle')}
      confirm={t('accounts.post.end')}
      danger
      busy={end.isPending}
      disabled={on === null || isProblem(end.error, 'request.stale')}
      problem={end.error}
      onConfirm={() => on !== null && end.mutate({ params: { id: post.id }, body: { version: post.version, on } })}
      onClose={onClose}
    >
      <Stack gap="md">
        <p>
          {t('accounts.post.endText', {
            name: person.displayName,
            role: nameOf(post.role),
            unit: nameOf(post.unit),
          })}
        </p>
        <DayInput
          label={t('accounts.post.endOn')}
          description={t('accounts.post.endOnHint')}
          value={on}
          min={earliest}
          onChange={setOn}
          required
        />
        {isProblem(end.error, 'request.stale') ? <p>{t('accounts.post.staleText')}</p> : null}
      </Stack>
    </ConfirmDialog>
  );
}

export function HandOverDialog({ person, post, onClose }: OfPost) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  const earliest = useEarliestDay(post);
  const [to, setTo] = useState<PersonLine | null>(null);
  const [from, setFrom] = useState<string | null>(earliest);
  const [asked, setAsked] = useState(false);
  const handOver = useAct(handOverPost, {
    refresh,
    onDone: () => {
      tellDone(t('accounts.post.handedOver', { name: to?.displayName ?? '' }));
      onClose();
    },
  });
  const needed = t('accounts.post.missing', { what: t('accounts.post.handOverTo').toLowerCase() });
  return (
    <ConfirmDialog
      opened
      title={t('accounts.post.handOverTitle')}
      confirm={t('accounts.post.handOverSubmit')}
      busy={handOver.isPending}
      disabled={from === null || isProblem(handOver.error, 'request.stale')}
      problem={handOver.error}
      onConfirm={() => {
        setAsked(true);
        if (to === null || from === null) return;
        handOver.mutate({ params: { id: post.id }, body: { version: post.version, toAccountId: to.id, from } });
      }}
      onClose={onClose}
    >
      <Stack gap="md">
        <p>
          {t('accounts.post.handOverText', {
            name: person.displayName,
            role: nameOf(post.role),
            unit: nameOf(post.unit),
          })}
        </p>
        <PersonPicker
          label={t('accounts.post.handOverTo')}
          description={t('accounts.post.handOverToHint')}
          value={to}
          onChange={setTo}
          exceptId={person.id}
          error={asked && to === null ? needed : undefined}
        />
        <DayInput label={t('accounts.post.handOverFrom')} value={from} min={earliest} onChange={setFrom} required />
        {isProblem(handOver.error, 'request.stale') ? <p>{t('accounts.post.staleText')}</p> : null}
      </Stack>
    </ConfirmDialog>
  );
}

/** Today, or the first day of a post that is still to come. */
function useEarliestDay(post: Post): string {
  const today = useToday();
  return post.validFrom > today ? post.validFrom : today;
}
