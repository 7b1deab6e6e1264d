import { Button, Tooltip } from '@mantine/core';
import { IconArrowsExchange, IconPlus, IconUserMinus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMine, useReach } from '#web/api/me.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Mark } from '#web/ui/StateBadge.tsx';
import type { Post } from '../accounts.contract.ts';
import type { Person } from '../people.contract.ts';
import { AddPostDialog, EndPostDialog, HandOverDialog } from './PostDialogs.tsx';
import { useMayHandle } from './PostFields.tsx';
import { PostWords } from './PostWords.tsx';
import classes from './people.module.css';
import { usePeriodWords, useToday } from './useNames.ts';

type Asked = { act: 'add' } | { act: 'end' | 'handOver'; post: Post } | null;

/** Present and coming posts with what can be done to them, and the ended ones. */
export function PersonPosts({ person }: { person: Person }) {
  const { t } = useTranslation();
  const { me } = useMine();
  const [asked, setAsked] = useState<Asked>(null);
  const manages = useReach('post.manage') !== undefined;
  const close = (): void => setAsked(null);
  const mayAdd = manages && me.accountId !== person.id && person.state !== 'disabled';
  return (
    <>
      <section aria-labelledby="posts">
        <div className={classes.head}>
          <h2 id="posts">{t('accounts.post.title')}</h2>
          {mayAdd ? (
            <Button
              variant="default"
              leftSection={<IconPlus size={18} aria-hidden />}
              onClick={() => setAsked({ act: 'add' })}
            >
              {t('accounts.post.add')}
            </Button>
          ) : null}
        </div>
        <PostsTable posts={person.posts} onAsk={manages ? setAsked : undefined} />
      </section>
      {person.earlierPosts.length > 0 ? (
        <section aria-labelledby="earlier-posts">
          <div className={classes.head}>
            <h2 id="earlier-posts">{t('accounts.post.earlier')}</h2>
          </div>
          <PostsTable posts={person.earlierPosts} onAsk={undefined} />
        </section>
      ) : null}
      {asked?.act === 'add' ? <AddPostDialog person={person} onClose={close} /> : null}
      {asked?.act === 'end' ? <EndPostDialog person={person} post={asked.post} onClose={close} /> : null}
      {asked?.act === 'handOver' ? <HandOverDialog person={person} post={asked.post} onClose={close} /> : null}
    </>
  );
}

function PostsTable({ posts, onAsk }: { posts: Post[]; onAsk: ((asked: Asked) => void) | undefined }) {
  const { t } = useTranslation();
  const periodOf = usePeriodWords();
  const today = useToday();
  const columns: Column<Post>[] = [
    { key: 'post', title: t('accounts.post.title'), phone: 'title', render: (post) => <PostWords post={post} /> },
    {
      key: 'period',
      title: t('accounts.post.period'),
      width: '240px',
      render: (post) => (
        <span className={classes.facts}>
          <span className="by-number">{periodOf(post)}</span>
          {post.validFrom > today ? <Mark tone="info">{t('accounts.post.coming')}</Mark> : null}
        </span>
      ),
    },
    ...(onAsk
      ? [
          {
            key: 'acts',
            title: t('accounts.post.acts'),
            width: '260px',
            render: (post: Post) => <PostActs post={post} onAsk={onAsk} />,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      caption={t('accounts.post.title')}
      columns={columns}
      rows={posts}
      rowKey={(post) => post.id}
      empty={<p className="by-quiet">{t('accounts.post.none')}</p>}
    />
  );
}

function PostActs({ post, onAsk }: { post: Post; onAsk: (asked: Asked) => void }) {
  const { t } = useTranslation();
  const mayHandle = useMayHandle();
  const isMine = mayHandle(post.role.code);
  const buttons = (
    <span className={classes.acts}>
      <Button
        size="compact-md"
        variant="default"
        leftSection={<IconArrowsExchange size={16} aria-hidden />}
        disabled={!isMine}
        onClick={() => onAsk({ act: 'handOver', post })}
      >
        {t('accounts.post.handOver')}
      </Button>
      <Button
        size="compact-md"
        variant="default"
        leftSection={<IconUserMinus size={16} aria-hidden />}
        disabled={!isMine}
        onClick={() => onAsk({ act: 'end', post })}
      >
        {t('accounts.post.end')}
      </Button>
    </span>
  );
  return isMine ? buttons : <Tooltip label={t('accounts.post.notYours')}>{buttons}</Tooltip>;
}
