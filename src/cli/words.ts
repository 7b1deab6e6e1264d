import type { Sentence } from '#platform/operator-error.ts';

/** Vietnamese alone or English alone where the terminal speaks it; else Vietnamese with the English behind. */
export function inWords(sentence: Sentence, env: NodeJS.ProcessEnv, between = ' / '): string {
  const language = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  if (/^vi/i.test(language)) return sentence.vi;
  if (/^en/i.test(language)) return sentence.en;
  return sentence.vi === sentence.en ? sentence.vi : `${sentence.vi}${between}${sentence.en.trimStart()}`;
}

/** Where a command writes: answers for a program to `out`, words for a person to `tell`. */
export type Output = {
  out: (content: string | Uint8Array) => void;
  tell: (sentence: Sentence) => void;
};

/** A command used wrongly, or a question that can be understood in several ways: exit code 2. */
export class WrongUse extends Error {
  readonly sentence: Sentence;

  constructor(sentence: Sentence) {
    super(sentence.en);
    this.name = 'WrongUse';
    this.sentence = sentence;
  }
}

/** A check that found something wrong and has told it already: exit code 1. */
export class CheckFailed extends Error {
  constructor() {
    super('a check failed');
    this.name = 'CheckFailed';
  }
}

export function toJson(answer: unknown): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}
