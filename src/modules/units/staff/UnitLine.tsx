import { useElementSize } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useUnitName } from '#web/ui/useLanguage.ts';
import type { UnitHistory } from '../units.contract.ts';
import type { Extent } from '../units.rules.ts';
import classes from './UnitPage.module.css';

type Step = UnitHistory['predecessors'][number];
type Layout = {
  height: number;
  /** Where each former and each later unit stands, and the two ends of the unit's own line. */
  befores: { x: number; y: number }[];
  afters: { x: number; y: number }[];
  own: { from: { x: number; y: number }; to: { x: number; y: number } };
  isWide: boolean;
};

const most = 10;
const row = 30;
const letter = 7.4;

/**
 * The unit's line through time, from what it was to what became of it: solid = whole, dashed = a part, dotted = unverified.
 * A drawing only: the list below says the same in words, with links.
 */
export function UnitLine({ history }: { history: UnitHistory }) {
  const { t } = useTranslation();
  const nameOf = useUnitName();
  const { ref, width } = useElementSize();
  const { unit, predecessors, successors } = history;
  if (predecessors.length + successors.length === 0) return null;
  const [befores, afters] = [predecessors.slice(0, most), successors.slice(0, most)];
  const layout = width >= 560 ? layOutWide(width, befores.length, afters.length) : layOutNarrow(befores, afters);
  const wordsOf = (step: Step): string =>
    `${nameOf(step.unit)} · ${step.takesEffectOn.slice(0, 4)}${step.extent === 'whole' ? '' : ` · ${t(`units.unit.extentShort.${step.extent}`)}`}`;
  const room = layout.isWide ? width * 0.34 - 16 : width - 60;
  const { own } = layout;
  const years = [unit.validFrom?.slice(0, 4) ?? '…', unit.validTo?.slice(0, 4) ?? t('units.unit.now')].join('–');
  const hidden = predecessors.length - befores.length + (successors.length - afters.length);
  return (
    <div ref={ref} className={classes.drawing}>
      {width > 0 ? (
        <svg width={width} height={layout.height} aria-hidden focusable="false">
          {befores.map((step, index) => (
            <Branch
              key={step.unit.id}
              from={layout.befores[index]!} // one place a step
              to={own.from}
              extent={step.extent}
              isWide={layout.isWide}
            />
          ))}
          {afters.map((step, index) => (
            <Branch
              key={step.unit.id}
              from={own.to}
              to={layout.afters[index]!} // one place a step
              extent={step.extent}
              isWide={layout.isWide}
            />
          ))}
          <line x1={own.from.x} y1={own.from.y} x2={own.to.x} y2={own.to.y} className={classes.own} />
          {[own.from, own.to].map(({ x, y }) => (
            <circle key={`${x} ${y}`} cx={x} cy={y} r={6} className={classes.ownEnd} />
          ))}
          <OwnName layout={layout} name={cut(nameOf(unit), room)} years={years} width={width} />
          {[
            ...befores.map((step, index) => [step, layout.befores[index]!, true] as const),
            ...afters.map((step, index) => [step, layout.afters[index]!, false] as const),
          ].map(([step, { x, y }, isBefore]) => (
            <g key={`${isBefore} ${step.unit.id}`}>
              <circle cx={x} cy={y} r={4} className={classes.other} />
              <text
                x={layout.isWide ? x + (isBefore ? -10 : 10) : 52}
                y={y + 4}
                textAnchor={layout.isWide && isBefore ? 'end' : 'start'}
                className={classes.lineText}
              >
                {cut(wordsOf(step), room)}
              </text>
            </g>
          ))}
        </svg>
      ) : null}
      {hidden > 0 ? <p className="by-quiet by-small">{t('units.unit.lineMore', { count: hidden })}</p> : null}
    </div>
  );
}

function OwnName(props: { layout: Layout; name: string; years: string; width: number }) {
  const { layout, name, years, width } = props;
  const { own } = layout;
  if (!layout.isWide) {
    return (
      <text x={52} y={(own.from.y + own.to.y) / 2 + 4} className={classes.ownText}>
        {`${name} · ${years}`}
      </text>
    );
  }
  return (
    <>
      <text x={width / 2} y={own.from.y - 14} textAnchor="middle" className={classes.ownText}>
        {name}
      </text>
      <text x={width / 2} y={own.from.y + 24} textAnchor="middle" className={classes.lineText}>
        {years}
      </text>
    </>
  );
}

function Branch(props: {
  from: { x: number; y: number };
  to: { x: number; y: number };
  extent: Extent;
  isWide: boolean;
}) {
  const { from, to, extent, isWide } = props;
  const middle = isWide ? (from.x + to.x) / 2 : (from.y + to.y) / 2;
  const path = isWide
    ? `M${from.x},${from.y} C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`
    : `M${from.x},${from.y} C${from.x},${middle} ${to.x},${middle} ${to.x},${to.y}`;
  return <path d={path} className={classes.branch} data-extent={extent} />;
}

/** Time runs to the right: former units at the left, the unit in the middle, later ones at the right. */
function layOutWide(width: number, before: number, after: number): Layout {
  const height = Math.max(before, after, 3) * row + 20;
  const spread = (count: number, x: number) =>
    Array.from({ length: count }, (_, index) => ({ x, y: height / 2 + (index - (count - 1) / 2) * row }));
  return {
    height,
    befores: spread(before, width * 0.34),
    afters: spread(after, width * 0.66),
    own: { from: { x: width * 0.43, y: height / 2 }, to: { x: width * 0.57, y: height / 2 } },
    isWide: true,
  };
}

/** Time runs down, the names beside it. */
function layOutNarrow(befores: readonly Step[], afters: readonly Step[]): Layout {
  const start = befores.length * row + 20;
  const end = start + row;
  return {
    height: end + afters.length * row + 20,
    befores: befores.map((_, index) => ({ x: 10, y: 15 + index * row })),
    afters: afters.map((_, index) => ({ x: 10, y: end + 25 + index * row })),
    own: { from: { x: 34, y: start }, to: { x: 34, y: end } },
    isWide: false,
  };
}

function cut(text: string, room: number): string {
  const fits = Math.max(8, Math.floor(room / letter));
  return text.length > fits ? `${text.slice(0, fits - 1)}…` : text;
}
