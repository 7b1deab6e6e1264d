import { useId } from 'react';
import { Hatch, type Tone } from './UnitMap.tsx';
import classes from './UnitMap.module.css';

/** What the tones of a map mean. */
export function MapKey({ label, items }: { label: string; items: { tone: Tone; text: string }[] }) {
  const hatchId = useId();
  return (
    <ul className={`${classes.key} ${classes.room}`} aria-label={label} data-key>
      {items.map(({ tone, text }) => (
        <li key={tone}>
          <svg
            viewBox="0 0 20 14"
            className={classes.swatch}
            aria-hidden
            style={{ '--by-hatch': `url(#${CSS.escape(hatchId)})` } as React.CSSProperties}
          >
            {tone === 'missing' ? <Hatch id={hatchId} /> : null}
            <rect x={0.5} y={0.5} width={19} height={13} className={classes.unit} data-tone={tone} />
          </svg>
          <span className="by-number">{text}</span>
        </li>
      ))}
    </ul>
  );
}
