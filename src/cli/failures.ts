import { CommanderError } from 'commander';
import { explainDiskFull, OperatorError, type Sentence } from '#platform/operator-error.ts';
import { CheckFailed, inWords, type Output, WrongUse } from './words.ts';

export const exitCodes = { fine: 0, failed: 1, wrongUse: 2 } as const;

const titles: Record<string, Sentence> = {
  'Usage:': { vi: 'Cách dùng:', en: 'Usage:' },
  'Arguments:': { vi: 'Tham số:', en: 'Arguments:' },
  'Options:': { vi: 'Tuỳ chọn:', en: 'Options:' },
  'Commands:': { vi: 'Lệnh:', en: 'Commands:' },
};

/** A heading of the help in the language of the terminal. */
export function toTitle(title: string, env: NodeJS.ProcessEnv): string {
  const words = titles[title];
  return words ? inWords(words, env) : title;
}

/** Tells why a command ended early, and answers its exit code; what nobody expected is thrown on. */
export function tellFailure(error: unknown, { tell }: Output): number {
  if (error instanceof CommanderError) return tellWrongUse(error, tell);
  if (error instanceof WrongUse) {
    tell(error.sentence);
    return exitCodes.wrongUse;
  }
  if (error instanceof CheckFailed) return exitCodes.failed;
  const expected = error instanceof OperatorError ? error : explainDiskFull(error);
  if (!expected) throw error;
  tell(expected.sentence);
  return exitCodes.failed;
}

const misuses: Record<string, (what: string) => string> = {
  'commander.unknownOption': (what) => `không có tuỳ chọn ${what}`,
  'commander.unknownCommand': (what) => `không có lệnh ${what}`,
  'commander.missingArgument': (what) => `thiếu tham số ${what}`,
  'commander.missingMandatoryOptionValue': (what) => `thiếu tuỳ chọn ${what}`,
  'commander.optionMissingArgument': (what) => `tuỳ chọn ${what} cần một giá trị`,
  'commander.invalidArgument': (what) => `giá trị không đúng: ${what}`,
  'commander.excessArguments': () => 'thừa tham số',
};

function tellWrongUse(error: CommanderError, tell: Output['tell']): number {
  if (error.exitCode === 0) return exitCodes.fine;
  // Without a command commander has shown the help already.
  if (error.code !== 'commander.help') {
    const detail = error.message.replace(/^error: /, '').replace(/\.$/, '');
    const what = [...detail.matchAll(/'([^']*)'/g)].map((found) => found[1]).join(' ');
    tell({
      vi: `Dùng sai lệnh: ${misuses[error.code]?.(what) ?? detail}. Xem --help.`,
      en: `Used wrongly: ${detail}. See --help.`,
    });
  }
  return exitCodes.wrongUse;
}
