import { useTranslation } from 'react-i18next';
import type { Post } from '../accounts.contract.ts';
import classes from './people.module.css';
import { useNameOf } from './useNames.ts';

/** Role, unit and organisation of a post in two lines. */
export function PostWords({ post }: { post: Post }) {
  const { t } = useTranslation();
  const nameOf = useNameOf();
  return (
    <span className={classes.post}>
      <span className={classes.role}>{nameOf(post.role)}</span>
      <span className="by-quiet by-small">
        {nameOf(post.unit)} · {nameOf(post.organisation)}
        {post.modules.length > 0 ? ` · ${t('accounts.post.limited', { modules: post.modules.join(', ') })}` : ''}
      </span>
    </span>
  );
}
