// Tells whether a word can be a Vietnamese syllable. Text in a wrong encoding hardly ever can.

const onset = 'b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|q|r|s|th|tr|t|v|x';
const rimes = [
  'a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?',
  'ă(?:c|m|n|ng|p|t)',
  'â(?:c|m|n|ng|p|t|u|y)',
  'e(?:c|m|n|ng|o|p|t)?',
  'ê(?:ch|m|n|nh|p|t|u)?',
  'i(?:a|ch|m|n|nh|p|t|u)?',
  '[iy]ê(?:c|m|n|ng|p|t|u)',
  'o(?:c|i|m|n|ng|p|t)?',
  'oa(?:c|ch|i|m|n|ng|nh|o|p|t|y)?',
  'oă(?:c|m|n|ng|t)',
  'oe(?:n|o|t)?',
  'oo(?:c|ng)',
  'ô(?:c|i|m|n|ng|p|t)?',
  'ơ(?:i|m|n|p|t)?',
  'u(?:a|c|i|m|n|ng|p|t|ơ|y)?',
  'uâ(?:n|ng|t|y)',
  'uê(?:ch|nh)?',
  'uy(?:a|ch|n|nh|p|t|u)',
  'uyê(?:n|t)',
  'uô(?:c|i|m|n|ng|t)',
  'ư(?:a|c|i|ng|t|u)?',
  'ươ(?:c|i|m|n|ng|p|t|u)',
  'y',
].join('|');
// qu and gi take part of the rime: quê = qu + ê, giữ = gi + ư, gì = g + i.
const syllable = new RegExp(`^(?:${onset})?(?:${rimes})$`, 'u');
const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/** word: letters only, in composed Unicode. */
export function isSyllable(word: string): boolean {
  const marked = word.toLowerCase().normalize('NFD');
  const tones = marked.match(toneMarks) ?? [];
  return tones.length <= 1 && syllable.test(marked.replace(toneMarks, '').normalize('NFC'));
}
