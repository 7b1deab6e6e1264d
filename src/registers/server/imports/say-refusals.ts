import { fillWords, type ProblemWords } from '#platform/http/problem.ts';
import { typedValueWords } from '#platform/typed-values.rules.ts';
import type { Words } from '../../declaration.ts';
import { importCellWords, importNoteWords } from '../../imports.problems.ts';

type Language = 'vi' | 'en';
type Said = { code: string; params: Record<string, string | number> };

const ownWords: Record<string, Words> = { ...typedValueWords, ...importCellWords, ...importNoteWords };

/** The sentence of a refused cell or a note. problems: the words of the house, where rules across fields are worded. */
export function saySentence({ code, params }: Said, problems: ProblemWords, language: Language): string {
  const words: Words | undefined = ownWords[code] ?? problems[code];
  const numbers = new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB');
  const count = typeof params.count === 'number' ? { count: numbers.format(params.count) } : {};
  const sentence = fillWords(words?.[language] ?? code, { ...params, ...count });
  if (params.stands === undefined) return sentence;
  return fillWords(importCellWords['cell.stands'][language], { sentence, text: params.stands });
}
