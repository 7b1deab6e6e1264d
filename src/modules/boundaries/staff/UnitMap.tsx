import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '#web/ui/useLanguage.ts';
import { archipelagos } from '../archipelagos.rules.ts';
import type { BoundarySet } from '../boundaries.contract.ts';
import { layoutMap, type MapLayout, type MapUnit } from '../map-layout.rules.ts';
import { type Tile, tileGrid, tiles, tilesAtSea } from '../tiles.rules.ts';
import { unpackRing } from '../topology.rules.ts';
import classes from './UnitMap.module.css';

export type Tone = 1 | 2 | 3 | 4 | 5 | 'zero' | 'missing';
export type PaintedUnit = Omit<MapUnit, 'polygons'> & {
  tone: Tone;
  /** Said of the unit: its name, value, coverage. */
  label: string;
  /** The value alone, where a tile has room for it. */
  short: string;
};

export type MapForm = 'boundaries' | 'tiles' | 'none';

/** How these units can be drawn: by their boundaries, as tiles where they are provinces, or not at all. */
export function formOfMap(units: Omit<MapUnit, 'polygons'>[], boundaries: BoundarySet | undefined): MapForm {
  const known = new Set(boundaries?.items.map(({ unitId }) => unitId));
  if (units.some(({ id }) => known.has(id))) return 'boundaries';
  const codes = new Set(tiles.map(({ code }) => code));
  const isOfTiles = units.length > 0 && units.every(({ kind, code }) => kind === 'province' && codes.has(code));
  return isOfTiles ? 'tiles' : 'none';
}

/**
 * Units coloured by class. A look (pointer, arrow keys, first touch) is told by onLook; a choice (click, Enter, second
 * touch) by onChoose. A table with the same numbers stands beside it.
 */
export function UnitMap(props: {
  caption: string;
  units: PaintedUnit[];
  boundaries: BoundarySet | undefined;
  looked: number | null;
  onLook: (unitId: number | null) => void;
  onChoose: (unitId: number) => void;
}) {
  const { ref, width } = useElementSize();
  const hatchId = useId();
  const { units, boundaries } = props;
  const form = formOfMap(units, boundaries);
  const layout = useMemo(() => {
    const polygons = new Map(
      boundaries?.items.map((item) => [
        item.unitId,
        item.polygons.map((polygon) => polygon.map((ring) => unpackRing(ring, boundaries.perDegree))),
      ]),
    );
    const room = { width: Math.min(Math.max(width, 240), 620), height: 720 };
    return form === 'boundaries'
      ? layoutMap(
          units.map((unit) => ({ ...unit, polygons: polygons.get(unit.id) })),
          room,
        )
      : undefined;
  }, [form, units, boundaries, width]);
  return (
    <div ref={ref} className={classes.room}>
      {form === 'boundaries' && layout ? <Drawn {...props} layout={layout} hatchId={hatchId} /> : null}
      {form === 'tiles' ? <Tiles {...props} width={Math.min(Math.max(width, 240), 560)} hatchId={hatchId} /> : null}
    </div>
  );
}

type Paper = Parameters<typeof UnitMap>[0] & { hatchId: string };

function Drawn({ layout, ...paper }: Paper & { layout: MapLayout }) {
  const byId = new Map(paper.units.map((unit) => [unit.id, unit]));
  const acts = useActs(paper);
  const language = useLanguage();
  const isInShapes = new Set(layout.shapes.map(({ unitId }) => unitId));
  return (
    <Sheet {...paper} width={layout.width} height={layout.height}>
      {layout.shapes.map(({ unitId, path }) => (
        <path key={unitId} d={path} fillRule="evenodd" {...acts.of(byId.get(unitId)!)} />
      ))}
      {layout.insets.map(({ archipelago, box, parts, dots }) => (
        <g key={archipelago.key}>
          <rect {...box} rx={4} className={classes.inset} />
          <text x={box.x + 6} y={box.y + 12} className={classes.insetName}>
            {language === 'en' ? archipelago.nameEn : archipelago.nameVi}
          </text>
          {parts.map(({ unitId, path }) => (
            <path
              key={unitId}
              d={path}
              data-island
              {...acts.of(byId.get(unitId)!, isInShapes.has(unitId) ? 'again' : 'first')}
            />
          ))}
          {dots.map(({ unitId, x, y }) => (
            <circle key={`${x} ${y}`} cx={x} cy={y} r={2.5} {...acts.of(byId.get(unitId)!, 'again')} />
          ))}
        </g>
      ))}
    </Sheet>
  );
}

/** The provinces as equal tiles about where they lie. */
function Tiles({ width, ...paper }: Paper & { width: number }) {
  const acts = useActs(paper);
  const language = useLanguage();
  const tileWidth = Math.floor(width / tileGrid.columns);
  const isNarrow = tileWidth < 72;
  const tileHeight = isNarrow ? 38 : 42;
  const byCode = new Map(paper.units.map((unit) => [unit.code, unit]));
  return (
    <Sheet {...paper} width={tileWidth * tileGrid.columns} height={tileHeight * tileGrid.rows}>
      {tiles.map((tile) => (
        <TileOf
          key={tile.code}
          tile={tile}
          unit={byCode.get(tile.code)}
          width={tileWidth}
          height={tileHeight}
          acts={acts}
        />
      ))}
      {archipelagos.map((archipelago) => {
        const unit = byCode.get(archipelago.provinceCode);
        const { column, row } = tilesAtSea[archipelago.key];
        return (
          <g key={archipelago.key} transform={`translate(${column * tileWidth} ${row * tileHeight})`}>
            <rect
              x={2}
              y={2}
              width={tileWidth - 4}
              height={tileHeight - 4}
              rx={4}
              strokeDasharray="3 2"
              {...(unit ? acts.of(unit, 'again') : { className: classes.absent })}
            />
            <text x={tileWidth / 2} y={tileHeight / 2 + 4} className={classes.tileName} data-on={toneText(unit)}>
              {language === 'en' ? archipelago.nameEn : archipelago.nameVi}
            </text>
          </g>
        );
      })}
    </Sheet>
  );
}

function TileOf(props: {
  tile: Tile;
  unit: PaintedUnit | undefined;
  width: number;
  height: number;
  acts: ReturnType<typeof useActs>;
}) {
  const { tile, unit, width, height, acts } = props;
  const short = unit && unit.short !== '' ? unit.short : undefined;
  return (
    <g transform={`translate(${tile.column * width} ${tile.row * height})`}>
      <rect
        x={2}
        y={2}
        width={width - 4}
        height={height - 4}
        rx={4}
        {...(unit ? acts.of(unit) : { className: classes.absent })}
      />
      <text
        x={width / 2}
        y={short ? height / 2 - 3 : height / 2 + 4}
        className={classes.tileName}
        data-on={toneText(unit)}
        data-narrow={width < 72}
      >
        {tile.name}
      </text>
      {short ? (
        <text x={width / 2} y={height / 2 + 12} className={classes.tileValue} data-on={toneText(unit)}>
          {short}
        </text>
      ) : null}
    </g>
  );
}

/** Letters are light on the darker tones, and stand free of strokes. */
function toneText(unit: PaintedUnit | undefined): 'dark' | 'light' | 'halo' {
  if (unit?.tone === 'missing') return 'halo';
  return unit !== undefined && typeof unit.tone === 'number' && unit.tone >= 4 ? 'light' : 'dark';
}

function Sheet(
  props: Paper & {
    width: number;
    height: number;
    children: React.ReactNode;
  },
) {
  const { t } = useTranslation();
  const { width, height, hatchId } = props;
  return (
    <svg
      className={classes.map}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="group"
      aria-label={props.caption}
      aria-describedby={`${hatchId}-keys`}
      onPointerLeave={(event) => event.pointerType === 'mouse' && props.onLook(null)}
      style={{ '--by-hatch': `url(#${CSS.escape(hatchId)})` } as React.CSSProperties}
      data-chart
    >
      <desc id={`${hatchId}-keys`}>{t('boundaries.map.keys')}</desc>
      <Hatch id={hatchId} />
      {props.children}
    </svg>
  );
}

/** Strokes for what was not reported: told apart without colour. */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={6} height={6} className={classes.hatchPaper} />
        <line x1={0} x2={0} y1={0} y2={6} className={classes.hatchLine} />
      </pattern>
    </defs>
  );
}

/** One tab stop for the whole map: arrows go from unit to unit, Enter chooses. */
function useActs({ units, looked, onLook, onChoose }: Paper) {
  const [current, setCurrent] = useState(0);
  const elements = useRef(new Map<number, SVGElement>());
  const touched = useRef<number | null>(null);
  const place = Math.min(current, units.length - 1);
  const go = (step: number): void => {
    for (let next = place + step; next >= 0 && next < units.length; next += step) {
      const element = elements.current.get(units[next]!.id);
      if (!element) continue;
      setCurrent(next);
      element.focus();
      return;
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      go(step);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const unit = units[place];
      if (unit) onChoose(unit.id);
    }
  };
  const of = (unit: PaintedUnit, which: 'first' | 'again' = 'first') => {
    const index = units.indexOf(unit);
    const isFirst = which === 'first';
    return {
      className: classes.unit,
      'data-tone': unit.tone,
      'data-looked': looked === unit.id || undefined,
      onPointerEnter: (event: React.PointerEvent) => event.pointerType === 'mouse' && onLook(unit.id),
      onPointerDown: (event: React.PointerEvent) => {
        touched.current = event.pointerType === 'mouse' || looked === unit.id ? null : unit.id;
      },
      onClick: (_event: MouseEvent) => {
        if (touched.current === unit.id) onLook(unit.id);
        else onChoose(unit.id);
        touched.current = null;
      },
      ...(isFirst
        ? {
            role: 'img',
            'aria-label': unit.label,
            tabIndex: index === place ? 0 : -1,
            onKeyDown,
            ref: (element: SVGElement | null) => {
              if (element) elements.current.set(unit.id, element);
              else elements.current.delete(unit.id);
            },
            onFocus: () => {
              setCurrent(index);
              onLook(unit.id);
            },
          }
        : { 'aria-hidden': true }),
    };
  };
  return { of };
}
