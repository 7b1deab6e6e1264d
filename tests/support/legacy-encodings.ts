// Writes Unicode text as the TCVN3 and VNI fonts want it, to make workbooks such as offices still have.
import { tcvn3Letters, vniLetters } from '#platform/workbooks/legacy-encodings.rules.ts';

const toTcvn3Character = new Map([...tcvn3Letters].map(([written, letter]) => [letter, written]));
const toVniCharacters = new Map([...vniLetters].map(([written, letter]) => [letter, written]));

/** Capitals with a tone become small letters, as TCVN3 has none; an H font (.VnTimeH) shows them as capitals. */
export function toTcvn3(text: string): string {
  return [...text.normalize('NFC')]
    .map((each) => toTcvn3Character.get(each) ?? toTcvn3Character.get(each.toLowerCase()) ?? each)
    .join('');
}

export function toVni(text: string): string {
  return [...text.normalize('NFC')].map((each) => toVniCharacters.get(each) ?? each).join('');
}
