/** Names as they are counted: spaces and the way diacritics are written make no other name; each once, in order. */
export function toKeys(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.normalize('NFC').replaceAll(/\s+/g, ' ').trim()))]
    .filter(Boolean)
    .toSorted();
}
