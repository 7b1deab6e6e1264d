// Open311 GeoReport v2 (https://wiki.open311.org/GeoReport_v2/), as JSON and as XML.

/** A value of an answer: arrays are written as repeated elements in XML. */
export type Told = string | number | boolean | null | Told[] | { [name: string]: Told };

/** Name of the document's root and of each element of a list in it. */
export type XmlNames = { root: string; each: string };

export function toXml(told: Told, { root, each }: XmlNames): string {
  const inner = Array.isArray(told) ? told.map((one) => element(each, one)).join('') : element(each, told);
  return `<?xml version="1.0" encoding="utf-8"?>\n<${root}>${inner}</${root}>`;
}

function element(name: string, told: Told): string {
  if (told === null) return `<${name}/>`;
  if (Array.isArray(told)) return `<${name}>${told.map((one) => element('value', one)).join('')}</${name}>`;
  if (typeof told === 'object')
    return `<${name}>${Object.entries(told)
      .map(([key, value]) => element(key, value))
      .join('')}</${name}>`;
  return `<${name}>${escape(String(told))}</${name}>`;
}

/** What XML cannot hold at all (control characters) is left out. */
function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
