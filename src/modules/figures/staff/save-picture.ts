/** Charts on screen as one PNG with what they say: title above, where the numbers come from below. */

const copied = [
  'fill',
  'fill-rule',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'font-size',
  'font-weight',
  'text-anchor',
  'paint-order',
  'opacity',
] as const;
const family = "'Be Vietnam Pro', 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif";
const [gap, margin, scale] = [16, 24, 2];

type Said = { title: string; lines: string[] };

/** Throws where the browser refuses to draw. */
export async function savePicture(charts: SVGSVGElement[], said: Said, fileName: string): Promise<void> {
  const { svg, width, height } = composePicture(charts, said);
  const image = new Image(width * scale, height * scale);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: width * scale, height: height * scale });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!picture) throw new Error('no picture');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(picture);
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Charts beside and below each other, as wide as the widest or four small ones. */
function composePicture(
  charts: SVGSVGElement[],
  { title, lines }: Said,
): { svg: string; width: number; height: number } {
  const sizes = charts.map((chart) => ({ width: chart.width.baseVal.value, height: chart.height.baseVal.value }));
  const widest = Math.max(...sizes.map((size) => size.width), 0);
  const columns = charts.length > 3 && widest <= 240 ? 4 : 1;
  const inner = Math.max(widest * columns + gap * (columns - 1), 560);
  const heads = wrap(title, inner, 19).map((text) => ({ text, size: 19, weight: 600 }));
  const feet = lines.flatMap((line) => wrap(line, inner, 12)).map((text) => ({ text, size: 12, weight: 400 }));
  let y = margin;
  const write = ({ text, size, weight }: (typeof heads)[number]): string => {
    y += size * 1.4;
    return `<text x="${margin}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${ink()}">${escapeText(text)}</text>`;
  };
  const above = heads.map(write).join('');
  y += gap;
  const drawn: string[] = [];
  for (let index = 0; index < charts.length; index += columns) {
    const row = charts.slice(index, index + columns);
    row.forEach((chart, column) => {
      drawn.push(`<g transform="translate(${margin + column * (widest + gap)} ${y})">${toPlainSvg(chart)}</g>`);
    });
    y += Math.max(...sizes.slice(index, index + columns).map((size) => size.height)) + gap;
  }
  const below = feet.map(write).join('');
  const [width, height] = [inner + 2 * margin, Math.ceil(y + margin)];
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width * scale}" height="${height * scale}" viewBox="0 0 ${width} ${height}" font-family="${family}">` +
    `<rect width="100%" height="100%" fill="${paper()}"/>${above}${drawn.join('')}${below}</svg>`;
  return { svg, width, height };
}

/** A copy that needs no style sheet: what the sheets say of each element stands at the element. */
function toPlainSvg(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [chart.querySelectorAll('*'), copy.querySelectorAll('*')];
  originals.forEach((original, index) => {
    const style = getComputedStyle(original);
    const target = copies[index]!;
    for (const name of copied) {
      const value = style.getPropertyValue(name);
      if (value !== '') target.setAttribute(name, value.replaceAll('"', "'"));
    }
    for (const name of ['class', 'tabindex', 'role', 'aria-label']) target.removeAttribute(name);
  });
  for (const name of ['class', 'style', 'role', 'aria-label']) copy.removeAttribute(name);
  copy.querySelectorAll('title').forEach((one) => one.remove());
  return new XMLSerializer().serializeToString(copy);
}

function wrap(text: string, width: number, size: number): string[] {
  const most = Math.floor(width / (size * 0.56));
  const lines: string[] = [''];
  // An address has no spaces and is broken where the line ends.
  const words = text.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${most}}`, 'gu')) ?? []);
  for (const word of words) {
    const longer = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`;
    if (longer.length <= most || lines.at(-1) === '') lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const ink = (): string => colour('--by-ink') || '#000';
const paper = (): string => colour('--by-surface') || '#fff';

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
