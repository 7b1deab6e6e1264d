/** Letters and digits that are hard to mistake for one another, when written by hand or read aloud (Crockford's). */
export const base32Alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The first `length` characters, five bits each, of these bytes. */
export function toBase32(bytes: Uint8Array, length: number): string {
  let characters = '';
  let held = 0;
  let heldBits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    heldBits += 8;
    while (heldBits >= 5 && characters.length < length) {
      heldBits -= 5;
      characters += base32Alphabet[(held >> heldBits) & 31];
    }
    held &= (1 << heldBits) - 1;
  }
  if (characters.length < length) throw new RangeError(`${bytes.length} bytes are too few for ${length} characters`);
  return characters;
}

/** ABCDEFGH as ABCD-EFGH. */
export function inGroups(characters: string): string {
  return characters.match(/.{1,4}/g)!.join('-');
}
