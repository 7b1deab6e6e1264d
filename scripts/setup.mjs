// Makes a checkout ready to run. Plain JavaScript without packages: it runs on Node 20 in a fresh clone.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(projectRoot, 'node_modules');
const isWindows = process.platform === 'win32';
const wantedNode = 24;

/** One sentence for the operator, Vietnamese and English, and the end. */
export function fail(vi, en) {
  console.error(`${vi} (${en})`);
  process.exit(1);
}

/** Progress goes to stderr, so that a command's stdout holds its answer only. */
export function say(line) {
  console.error(line);
}

/** Installs the packages if those present do not agree with package-lock.json. */
export async function ensureInstalled() {
  if (majorOf(process.versions.node) < 20) {
    fail(
      `Cần Node.js từ bản 20, máy này đang có bản ${process.versions.node}.`,
      `Node.js 20 or later is needed, this is ${process.versions.node}.`,
    );
  }
  const lock = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8');
  const stamp = join(modules, '.binh-yen-lock');
  const present = createHash('sha256').update(`${process.platform} ${process.arch}\n${lock}`).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === present) return;
  // Someone may have run `npm install` by hand.
  if (!agreesWithLock(lock)) await install();
  await ensureNode24();
  writeFileSync(stamp, present);
}

/** Path of a Node that runs TypeScript files as they are. */
export function node24() {
  if (majorOf(process.versions.node) >= wantedNode && existsSync(process.execPath)) return process.execPath;
  return packagedNode();
}

/** Runs a program to its end and gives its exit code. Node programs it starts find Node 24 first. */
export function run(command, args, { env = {}, stdio = 'inherit', cwd = projectRoot } = {}) {
  return new Promise((settle) => {
    const child = spawn(command, args, {
      cwd,
      stdio,
      env: { ...process.env, PATH: [dirname(node24()), process.env.PATH].join(delimiter), ...env },
    });
    const forward = (name) => {
      // In a terminal Ctrl-C has reached the child already.
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name);
    };
    for (const name of ['SIGINT', 'SIGTERM']) process.on(name, forward);
    child.once('error', (error) => {
      console.error(error.message);
      settle(127);
    });
    child.once('close', (code, name) => {
      for (const each of ['SIGINT', 'SIGTERM']) process.off(each, forward);
      settle(code ?? 128 + constants.signals[name]);
    });
  });
}

/** Runs a TypeScript file of the project in place of this process; paths in its arguments are the caller's. */
export async function runSource(path, args, flags = []) {
  process.exitCode = await run(node24(), [...flags, join(projectRoot, path), ...args], { cwd: process.cwd() });
}

async function install() {
  say('Đang cài đặt thư viện…');
  const start = Date.now();
  const ticking = setInterval(() => say(`Đang cài đặt thư viện… ${seconds(start)} giây`), 15_000);
  // Building and testing need the development packages also where NODE_ENV is production.
  const { code, output } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--engine-strict=false']);
  clearInterval(ticking);
  if (code !== 0) failInstall(output);
  say(`Đã cài đặt thư viện (${seconds(start)} giây).`);
}

async function ensureNode24() {
  if (majorOf(process.versions.node) >= wantedNode || answersAsNode24()) return;
  // An installation without scripts leaves the package empty.
  const { code, output } = await npm(['rebuild', 'node', '--ignore-scripts=false']);
  if (code !== 0) failInstall(output);
  if (!answersAsNode24()) {
    fail(
      `Không có Node.js ${wantedNode} chạy được trên máy này; hãy cài Node.js ${wantedNode} rồi chạy lại.`,
      `No Node.js ${wantedNode} runs on this machine; install Node.js ${wantedNode} and run again.`,
    );
  }
}

function packagedNode() {
  return join(modules, 'node', 'bin', isWindows ? 'node.exe' : 'node');
}

function answersAsNode24() {
  const { stdout } = spawnSync(packagedNode(), ['--version'], { encoding: 'utf8' });
  return majorOf((stdout ?? '').replace('v', '')) >= wantedNode;
}

function npm(args) {
  return new Promise((settle) => {
    // npm must not run on the Node inside the folder that it is about to replace.
    const path = process.env.PATH.split(delimiter).filter((folder) => !folder.startsWith(modules));
    const child = spawn(isWindows ? 'npm.cmd' : 'npm', [...args, '--loglevel=error'], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
      env: { ...process.env, PATH: path.join(delimiter) },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => (output += chunk));
    }
    child.once('error', (error) => settle({ code: 127, output: error.code === 'ENOENT' ? 'ENPM' : error.message }));
    child.once('close', (code) => settle({ code, output }));
  });
}

function failInstall(output) {
  const [, vi, en] = [
    [/^ENPM$/, 'không tìm thấy lệnh npm', 'npm was not found'],
    [/ENOSPC|No space left/, 'ổ đĩa đã đầy', 'the disk is full'],
    [
      /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network/i,
      'không kết nối được tới kho thư viện',
      'the package registry cannot be reached',
    ],
    [/EACCES|EPERM|EROFS/, 'không có quyền ghi vào thư mục dự án', 'the project folder cannot be written'],
    [
      /EUSAGE|in sync/,
      'package-lock.json không khớp với package.json',
      'package-lock.json does not agree with package.json',
    ],
    [/E401|E403|E404|ETARGET/, 'kho thư viện không có đủ các gói', 'the package registry lacks a package'],
  ].find(([pattern]) => pattern.test(output)) ?? [undefined, firstError(output), firstError(output)];
  fail(`Không cài đặt được thư viện: ${vi}.`, `The packages could not be installed: ${en}.`);
}

function firstError(output) {
  const line = output.split('\n').find((each) => each.trim() !== '') ?? 'npm';
  return line.replace(/^npm (error|ERR!)( code)?/, '').trim();
}

/** True if what npm says it installed has the versions that the lock names. */
function agreesWithLock(lock) {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(lock).packages;
  const isPresent = ([path, { version, optional, link }]) =>
    path === '' || link || (installed[path] === undefined ? optional === true : installed[path].version === version);
  return Object.entries(wanted).every(isPresent) && Object.keys(installed).every((path) => wanted[path] !== undefined);
}

function majorOf(version) {
  return Number(version.split('.')[0]) || 0;
}

function seconds(start) {
  return Math.round((Date.now() - start) / 1000);
}
