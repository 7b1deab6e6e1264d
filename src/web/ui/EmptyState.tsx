import type { ReactNode } from 'react';
import classes from './EmptyState.module.css';

/** Says what the place is for and what to do first. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.box}>
      <p className={classes.title}>{title}</p>
      {children ? <div className={classes.text}>{children}</div> : null}
      {action ? <div>{action}</div> : null}
    </div>
  );
}
