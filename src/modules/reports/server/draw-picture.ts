import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { type Drawing, toSvg } from '../charts.rules.ts';

const pathOf = (file: string): string => fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${file}`));

/** Tinos: of the same widths as Times New Roman, with every Vietnamese letter, and free to carry along. */
export const fontFiles = {
  normal: pathOf('400Regular/Tinos_400Regular.ttf'),
  bold: pathOf('700Bold/Tinos_700Bold.ttf'),
  italics: pathOf('400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  bolditalics: pathOf('700Bold_Italic/Tinos_700Bold_Italic.ttf'),
};

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
