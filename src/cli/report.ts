import { writeFile } from 'node:fs/promises';
import { figureProblems } from '#modules/figures/figures.problems.ts';
import { buildReviewReport, issueReviewDocument } from '#modules/reports/index.ts';
import { unitProblems } from '#modules/units/units.problems.ts';
import type { Db } from '#platform/database/database.ts';
import { fillWords, Problem, type ProblemWords } from '#platform/http/problem.ts';
import { explainSystemError } from '#platform/operator-error.ts';
import { type Output, toJson, WrongUse } from './words.ts';

export type ReportOptions = {
  unit: string;
  /** First and last administrative month, YYYY-MM. */
  from: string;
  to: string;
  view: 'then' | 'today';
  asKnownOn?: string;
  format: 'json' | 'docx';
  language: 'vi' | 'en';
  out?: string;
};

const problems: ProblemWords = { ...unitProblems, ...figureProblems };

/** Builds the review report at one moment of the database and writes it to the file, or as JSON to stdout. */
export async function printReport(db: Db, options: ReportOptions, output: Output): Promise<void> {
  if (options.format === 'docx' && options.out === undefined) {
    throw new WrongUse({ vi: 'Dạng docx cần --out TỆP.', en: 'The form docx needs --out FILE.' });
  }
  const content = await build(db, options);
  if (options.out === undefined) {
    output.out(content);
    return;
  }
  try {
    await writeFile(options.out, content);
  } catch (error) {
    throw explainSystemError(error, options.out) ?? error;
  }
  output.tell({ vi: `Đã ghi ${options.out}.`, en: `Written to ${options.out}.` });
}

async function build(db: Db, options: ReportOptions): Promise<string | Buffer> {
  const { unit, from, to, view, asKnownOn, format, language } = options;
  const ask = { unit, from, to, view, asKnownOn };
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        return format === 'json' ? toJson(await buildReviewReport(tx, ask, language)) : issueReviewDocument(tx, ask);
      });
  } catch (error) {
    throw explain(error);
  }
}

/** What was asked cannot be answered: in the words that the screens use, an ambiguous code with its choices. */
function explain(error: unknown): unknown {
  const words = error instanceof Problem ? problems[error.code] : undefined;
  if (!(error instanceof Problem) || !words) return error;
  return new WrongUse({ vi: fillWords(words.vi, error.params), en: fillWords(words.en, error.params) });
}
