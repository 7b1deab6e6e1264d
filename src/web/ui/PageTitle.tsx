import { type ReactNode, useEffect, useRef } from 'react';
import classes from './PageTitle.module.css';

let isAwaited = false;

/** The next title that appears takes the focus: called by the shell when another page is on its way. */
export function focusNextTitle(): void {
  isAwaited = true;
}

/** Title of the page and of the document; takes the focus when a page opens, so that it is read out and Tab starts there. */
export function PageTitle({ title, note, children }: { title: string; note?: ReactNode; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isAwaited) heading.current?.focus({ preventScroll: true });
    isAwaited = false;
  }, []);
  return (
    <div className={classes.bar}>
      <title>{`${title} · Bình Yên`}</title>
      <div className={classes.words}>
        <h1 ref={heading} tabIndex={-1} className={classes.title}>
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
