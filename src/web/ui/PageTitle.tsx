import type { ReactNode } from 'react';
import classes from './PageTitle.module.css';

export const pageTitleId = 'page-title';

/** Title of the page and of the document; takes the focus when a page opens, so that it is read out. */
export function PageTitle({ title, note, children }: { title: string; note?: ReactNode; children?: ReactNode }) {
  return (
    <div className={classes.bar}>
      <title>{`${title} · Bình Yên`}</title>
      <div className={classes.words}>
        <h1 id={pageTitleId} tabIndex={-1} className={classes.title}>
          {title}
        </h1>
        {note ? <div className={classes.note}>{note}</div> : null}
      </div>
      {children ? (
        <div className={classes.acts} data-print="no">
          {children}
        </div>
      ) : null}
    </div>
  );
}
