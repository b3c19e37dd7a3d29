// What `npm test` does: install if needed, build, run the tests with coverage. The counts are the last line.
import { spawn, spawnSync } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const rawCoverage = `${root}/coverage/raw`;
const counts = /^\d+ passed, \d+ failed, \d+ skipped$/;
const nothingRan = '0 passed, 1 failed, 0 skipped';

process.exitCode = await main(process.argv.slice(2));

async function main(filters) {
  if (!isInstalled() && runStep(...npmCi()) !== 0) return giveUp('npm ci');
  if (runStep(process.execPath, ['scripts/build.mjs']) !== 0) return giveUp('scripts/build.mjs');
  rmSync(`${root}/coverage`, { recursive: true, force: true });
  const { exitCode, lastLine } = await runTests(filters);
  reportCoverage();
  console.log(counts.test(lastLine) ? lastLine : nothingRan);
  return counts.test(lastLine) ? exitCode : exitCode || 1;
}

/** npm writes this file at the end of each install. */
function isInstalled() {
  const installed = statSync(`${root}/node_modules/.package-lock.json`, { throwIfNoEntry: false });
  const wanted = statSync(`${root}/package-lock.json`);
  return installed !== undefined && installed.mtimeMs >= wanted.mtimeMs;
}

function npmCi() {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js')
    ? [process.execPath, [npm, ...args]]
    : ['npm', args, process.platform === 'win32'];
}

function runStep(command, args, shell = false) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell }).status;
}

function giveUp(step) {
  console.error(`\n${step} failed: no test was run`);
  console.log(nothingRan);
  return 1;
}

/**
 * Node writes raw coverage of every process below this one; the report is made afterwards, by c8, so that the
 * runner's exit code stays its own and its last line can be held back until the report is printed.
 */
function runTests(filters) {
  const args = ['--import', 'tsx', 'test/rig/run-tests.ts', ...filters];
  const env = { ...process.env, NODE_V8_COVERAGE: rawCoverage };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['inherit', 'pipe', 'inherit'] });
  const forward = (signal) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    const lastLine = printAllButTheCounts(child.stdout);
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? 1, lastLine: lastLine() }));
  });
}

/** Passes lines on as they come. One that looks like the counts waits, and is printed if another line follows. */
function printAllButTheCounts(stream) {
  let pending = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    pending += text;
    const end = pending.lastIndexOf('\n', pending.length - 2) + 1;
    const last = pending.slice(end);
    const isHeld = counts.test(last.trimEnd()) || !last.endsWith('\n');
    process.stdout.write(isHeld ? pending.slice(0, end) : pending);
    pending = isHeld ? last : '';
  });
  return () => {
    if (!counts.test(pending.trimEnd())) process.stdout.write(pending);
    return pending.trimEnd();
  };
}

function reportCoverage() {
  const rooms = ['src', 'projections', 'reactors', 'schemas'].flatMap((room) => [
    '--include',
    `${room}/**/*.ts`,
  ]);
  const what = ['--all', ...rooms, '--exclude', 'schemas/generated/**', '--temp-directory', rawCoverage];
  const reporters = ['--reporter=text-summary', '--reporter=html', '--reports-dir', `${root}/coverage`];
  const status = runStep(process.execPath, ['node_modules/c8/bin/c8.js', 'report', ...reporters, ...what]);
  if (status !== 0) console.error('no coverage report: c8 failed');
  rmSync(rawCoverage, { recursive: true, force: true });
}
