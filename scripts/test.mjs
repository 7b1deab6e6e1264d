// npm test [-- [--only check|unit|e2e] [-- filter…]]: every check and test; the last line counts them.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBrowser } from './browser.mjs';
import { buildWeb, hasWeb } from './build-web.mjs';
import { ensureOffice } from './office.mjs';
import { ensureInstalled, fail, node24, projectRoot, run, say } from './setup.mjs';

const kinds = ['check', 'unit', 'e2e'];
const { only, filters } = readArguments();
const counts = { passed: 0, failed: 0, skipped: 0 };

// Tools behave differently under it, and React leaves out what its tests need.
delete process.env.NODE_ENV;
await ensureInstalled();
mkdirSync(join(projectRoot, 'test-results'), { recursive: true });

if (only.includes('check')) await check();
if (only.includes('unit')) await testUnits();
if (only.includes('e2e')) await testJourneys();

if (counts.skipped > 0) say(`${counts.skipped} skipped`);
// stdout and stderr may be two pipes; the counts come last in either.
await new Promise((settle) => process.stderr.write('', settle));
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function check() {
  for (const config of ['tsconfig.server.json', 'tsconfig.web.json', 'tsconfig.e2e.json']) {
    if (config === 'tsconfig.e2e.json' && !hasJourneys()) continue;
    await step(`tsc ${config}`, 'typescript/bin/tsc', ['-p', config, '--pretty', 'false']);
  }
  await step('oxlint', 'oxlint/bin/oxlint', ['--type-aware']);
  await step('oxfmt', 'oxfmt/bin/oxfmt', ['--check']);
}

async function testUnits() {
  await ensureOffice();
  const report = join(projectRoot, 'test-results', 'vitest.json');
  rmSync(report, { force: true });
  title('vitest');
  const code = await runTool('vitest/vitest.mjs', ['run', ...filters]);
  const files = readReport(report)?.testResults ?? [];
  const outcomes = files.flatMap(({ status, assertionResults }) => {
    const tests = assertionResults.map((each) => each.status);
    // A file that does not load has no tests of its own to count.
    return status === 'failed' && !tests.includes('failed') ? [...tests, 'failed'] : tests;
  });
  add('vitest', code, {
    passed: outcomes.filter((outcome) => outcome === 'passed').length,
    failed: outcomes.filter((outcome) => outcome === 'failed').length,
    skipped: outcomes.filter((outcome) => !['passed', 'failed'].includes(outcome)).length,
  });
}

async function testJourneys() {
  title('web build');
  if (!hasWeb()) say('skipped: there is no vite.config.ts yet');
  else record('web build', await buildWeb());
  title('playwright');
  if (!hasJourneys()) {
    say('skipped: there is no tests/e2e yet');
    return;
  }
  const browser = await ensureBrowser();
  if (browser === undefined) {
    say(
      'Không tìm thấy và không cài được Chromium; hãy đặt CHROMIUM_PATH. (Chromium was not found and could not be installed; set CHROMIUM_PATH.)',
    );
    record('playwright', false);
    return;
  }
  const report = join(projectRoot, 'test-results', 'playwright.json');
  rmSync(report, { force: true });
  const code = await runTool('@playwright/test/cli.js', ['test', ...filters], { CHROMIUM_PATH: browser });
  const stats = readReport(report)?.stats ?? { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  add('playwright', code, {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  });
}

async function step(name, tool, args) {
  title(name);
  record(name, (await runTool(tool, args)) === 0);
}

function record(name, isGood) {
  say(isGood ? `${name}: passed` : `${name}: FAILED`);
  counts[isGood ? 'passed' : 'failed'] += 1;
}

/** A runner that fails without a failed test has failed by itself; so has one that found nothing to run. */
function add(name, code, { passed, failed, skipped }) {
  const isEmpty = passed + failed === 0;
  const ownFailure = failed === 0 && (code !== 0 || isEmpty) ? 1 : 0;
  if (ownFailure > 0) say(isEmpty ? `${name}: FAILED, no test ran` : `${name}: FAILED, exit code ${code}`);
  counts.passed += passed;
  counts.failed += failed + ownFailure;
  counts.skipped += skipped;
}

function runTool(tool, args, env = {}) {
  return run(node24(), [join(projectRoot, 'node_modules', tool), ...args], { env });
}

function hasJourneys() {
  return existsSync(join(projectRoot, 'tests', 'e2e'));
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function title(name) {
  say(`\n── ${name}`);
}

function readArguments() {
  let parsed;
  try {
    parsed = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    fail(`Tham số không đúng: ${error.message}.`, 'Use: npm test -- [--only check|unit|e2e] [-- filter…]');
  }
  const { values, positionals } = parsed;
  if (values.only !== undefined && !kinds.includes(values.only)) {
    fail(`--only phải là một trong: ${kinds.join(', ')}.`, `--only must be one of: ${kinds.join(', ')}.`);
  }
  // A filter means tests; those of which kind, its path tells.
  const byFilter = positionals.some((filter) => filter.includes('e2e')) ? ['e2e'] : ['unit'];
  return { only: values.only ? [values.only] : positionals.length > 0 ? byFilter : kinds, filters: positionals };
}
