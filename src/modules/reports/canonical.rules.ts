/** One text for equal content, whatever the order of its keys: what a hash is made of. Undefined fields do not count. */
export function toCanonical(content: unknown): string {
  if (Array.isArray(content)) return `[${content.map(toCanonical).join(',')}]`;
  if (content === null || typeof content !== 'object') return JSON.stringify(content ?? null);
  const entries = Object.entries(content)
    .filter(([, value]) => value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${toCanonical(value)}`).join(',')}}`;
}
