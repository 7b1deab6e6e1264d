import { fileURLToPath } from 'node:url';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

const pathOf = (file: string): string => fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${file}`));

/** Tinos: of the same widths as Times New Roman, with every Vietnamese letter, and free to carry along. */
export const fontFiles = {
  normal: pathOf('400Regular/Tinos_400Regular.ttf'),
  bold: pathOf('700Bold/Tinos_700Bold.ttf'),
  italics: pathOf('400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  bolditalics: pathOf('700Bold_Italic/Tinos_700Bold_Italic.ttf'),
};

pdfmake.setFonts({ Tinos: fontFiles });
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => Object.values(fontFiles).includes(path));

/** Sets a document as PDF in Tinos; it can reach no address and no other file. */
export function writePdf(definition: TDocumentDefinitions): Promise<Buffer> {
  return pdfmake.createPdf(definition).getBuffer();
}
