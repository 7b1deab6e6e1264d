/** Which figure: indicator, unit (code, CODE@DATE or #id), months, boundaries, as known when. */
export type FigureAddress = {
  indicatorCode: string;
  unit: string;
  from: string;
  to: string;
  view: 'then' | 'today';
  asKnownOn?: string | undefined;
};

export function writeFigureAddress(address: FigureAddress): string {
  const { indicatorCode, unit, from, to, view, asKnownOn } = address;
  return [indicatorCode, unit, from, to, view, ...(asKnownOn ? [asKnownOn] : [])].join('~');
}

/** Undefined when the text is no address of a figure. */
export function readFigureAddress(text: string | undefined): FigureAddress | undefined {
  const [indicatorCode, unit, from, to, view, asKnownOn] = (text ?? '').split('~');
  if (!indicatorCode || !unit || !from || !to || (view !== 'then' && view !== 'today')) return undefined;
  return { indicatorCode, unit, from, to, view, asKnownOn };
}
