import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readConfig } from '#platform/config.ts';
import { OperatorError, printFailure } from '#platform/operator-error.ts';
import { openBench, openPlace } from './open-bench.ts';
import { openProgress, type Progress } from './progress.ts';
import { isMeasured, type Result, toJsonRows, toTable } from './report.ts';
import { planFill, type Size, sizes } from './sizes.ts';
import type { Bench, Closer, OpenBench, Outcome, Work } from './work.ts';
import { works } from './works.ts';

type Wish = {
  list: boolean;
  chosen: readonly Work[];
  size: Size;
  figures: number | undefined;
  runs: number;
  json: string | undefined;
  data: string | undefined;
};

const usage =
  'npm run bench -- [--list] [NAME…] [--size small|tenth|nation] [--figures N] [--runs N] [--data FOLDER] [--json FILE]';

function readWish(args: string[]): Wish {
  const { values, positionals } = parse(args);
  const count = (name: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    if (!/^[1-9]\d{0,8}$/.test(text)) throw wrong(`${name} ${text}`);
    return Number(text);
  };
  const size = sizes.find((one) => one === (values.size ?? 'small'));
  if (size === undefined) throw wrong(`--size ${values.size}`);
  const chosen = positionals.map((name) => {
    const work = works.find((one) => one.name === name);
    if (work === undefined) throw wrong(name);
    return work;
  });
  return {
    list: values.list ?? false,
    chosen: chosen.length > 0 ? works.filter((work) => chosen.includes(work)) : works,
    size,
    figures: count('--figures', values.figures),
    runs: count('--runs', values.runs) ?? 5,
    json: values.json,
    data: values.data,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        list: { type: 'boolean' },
        size: { type: 'string' },
        figures: { type: 'string' },
        runs: { type: 'string' },
        json: { type: 'string' },
        data: { type: 'string' },
      },
    });
  } catch (error) {
    throw wrong((error as Error).message.split('\n')[0]!);
  }
}

function wrong(what: string): OperatorError {
  return new OperatorError({
    vi: `Không hiểu tham số: ${what}. Cách dùng: ${usage}`,
    en: `Not understood: ${what}. Usage: ${usage}`,
  });
}

function tellWorks(): string {
  const width = Math.max(...works.map((work) => work.name.length));
  return works.map(({ name, vi, en }) => `${name.padEnd(width)}  ${vi}\n${' '.repeat(width)}  ${en}`).join('\n');
}

async function measureAll(wish: Wish, bench: Bench, ending: AbortSignal): Promise<Result[]> {
  const results: Result[] = [];
  for (const work of wish.chosen) {
    if (ending.aborted) break;
    bench.progress.say(`${work.name}…`);
    for (const outcome of await work.measure(bench).catch(tellBreak)) results.push({ work, outcome });
  }
  return results;
}

/** A work that breaks says so, and the others go on; what the operator can put right ends the bench. */
function tellBreak(error: unknown): Outcome[] {
  if (error instanceof OperatorError) throw error;
  process.exitCode = 1;
  return [{ unit: '', reach: null, why: `hỏng giữa chừng (broke off): ${String(error)}` }];
}

async function main(): Promise<void> {
  const wish = readWish(process.argv.slice(2));
  if (wish.list) return console.log(tellWorks());
  const config = readConfig(process.env);
  const progress: Progress = openProgress((line) => console.error(line));
  const closers: Closer[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed())
      await closer().catch((error: unknown) => progress.say(String(error)));
  };
  const ending = new AbortController();
  const end = (code: number): void => {
    // A second signal must not cut the tidying short: npm and its script pass on what the terminal has sent already.
    if (ending.signal.aborted) return;
    ending.abort();
    void close().then(() => process.exit(code));
  };
  process.on('SIGINT', () => end(130));
  process.on('SIGTERM', () => end(143));
  let opened: Promise<OpenBench> | undefined;
  const open = async (): Promise<OpenBench> =>
    openBench(
      await openPlace(config, progress, closers, wish.data),
      planFill(wish.size, new Date(), wish.figures),
      progress,
      closers,
      wish.data,
    );
  try {
    const bench = { runs: wish.runs, progress, closers, open: () => (opened ??= open()) };
    const results = await measureAll(wish, bench, ending.signal);
    if (ending.signal.aborted) return;
    console.log(toTable(results));
    if (wish.json !== undefined)
      writeFileSync(wish.json, `${JSON.stringify(results.flatMap(toJsonRows), undefined, 2)}\n`);
    if (results.some(({ outcome }) => isMeasured(outcome) && !outcome.sound)) process.exitCode = 1;
  } catch (error) {
    // What a stop from outside tears down may fail in any way.
    if (!ending.signal.aborted) throw error;
  } finally {
    await close();
  }
}

await main().catch(printFailure);
