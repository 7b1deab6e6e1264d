import { Resvg } from '@resvg/resvg-js';
import { fontFiles } from '#platform/files/pdf.ts';
import { type Drawing, toSvg } from '../charts.rules.ts';

const widthInPixels = 1280;

/** A drawing as PNG, twice as fine as a screen; letters from our own files, so that every machine draws alike. */
export function toPng(drawing: Drawing): Buffer {
  const font = { fontFiles: [fontFiles.normal], loadSystemFonts: false, defaultFontFamily: 'Tinos' };
  return new Resvg(toSvg(drawing, 'Tinos'), {
    font,
    background: '#ffffff',
    fitTo: { mode: 'width', value: widthInPixels },
  })
    .render()
    .asPng();
}
