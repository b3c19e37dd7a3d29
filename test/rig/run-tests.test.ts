import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { requiredCapabilities } from './capability.ts';
import { assert, suite } from './suite.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { findTestFiles } from './test-files.ts';
import { judgeTestFile } from './test-summary.ts';

type Run = { readonly exitCode: number | null; readonly lines: readonly string[] };

const fixture = (name: string): string => `test/rig/fixtures/${name}.ts`;
const temp = temporaryFolder('runner-');
const lastLine = /^\d+ passed, \d+ failed, \d+ skipped$/;

/** Each way to break a test file that once ended with exit code 0, or never, and what the runner says of it. */
const mistakes: ReadonlyArray<readonly [fixture: string, complaint: RegExp]> = [
  ['failing-assertion', /1 of 2 tests did not pass/],
  ['throws-a-string', /2 of 2 tests did not pass/],
  ['throws-a-string-in-suite', /1 of 2 tests did not pass/],
  ['before-hook-throws', /2 of 2 tests did not pass/],
  ['before-hook-throws-in-suite', /before is broken/],
  ['before-each-hook-throws-in-suite', /beforeEach is broken/],
  ['after-each-hook-throws', /2 of 2 tests did not pass/],
  ['after-each-hook-throws-in-suite', /afterEach is broken/],
  ['after-hook-throws-in-suite', /after is broken/],
  ['forgot-run', /no summary/],
  ['forgot-second-run', /second: 1 tests never ran/],
  ['no-test', /not a single test/],
  ['never-resolves', /no summary/],
  ['never-resolves-in-suite', /not done after 100 ms/],
  ['open-handle', /killed after its time limit of 3 s/],
  ['only-left-in', /1 tests skipped but 0 declared/],
  ['bare-skip', /1 tests skipped but 0 declared/],
  ['late-throw', /exit code 1/],
  ['exits-early', /no summary/],
  ['leaves-a-child', /left a process behind: \d+ sleep 60/],
  ['leaves-a-child-in-its-group', /left a process behind: \d+ sleep 60/],
  ['leaves-a-file', /left in the temp folder: forgotten/],
  ['leaves-a-descriptor', /left descriptor \d+ open: .*leaves-a-descriptor/],
  ['leaves-a-watch', /left a watch: inotify wd:/],
];

/** Without /proc nobody finds a process that left its group, nor what is open. */
const needsProc = ['leaves-a-child', 'leaves-a-descriptor', 'leaves-a-watch'];

const test = suite('test runner');
const broken = await runRunner(mistakes.map(([name]) => fixture(name)));
const sound = await runRunner(['good', 'declared-skip', 'clean-environment'].map(fixture));

test.after(() => rmSync(temp, { recursive: true, force: true }));

for (const [name, complaint] of mistakes) {
  const needs = needsProc.includes(name) ? (['procfs'] as const) : [];
  const law = `a file fails when it is broken like this: ${name}`;
  const body = (): void => {
    const verdict = broken.lines.find((line) => line.includes(`${fixture(name)}  `)) ?? '';
    assert.match(verdict, /^✗ .*[1-9]\d* failed/);
    assert.match(sectionOf(fixture(name), broken), complaint);
  };
  test.fault(67, law, body, { needs });
}

test.fault(67, 'broken files give a non-zero exit code, and are all counted', () => {
  assert.is(broken.exitCode, 1);
  assert.match(broken.lines.at(-1) ?? '', lastLine);
  assert.not.match(broken.lines.at(-1) ?? '', / 0 failed/);
});

test('sound files give exit code 0, and the counts are the very last line', () => {
  assert.equal(
    { ...sound, lines: sound.lines.slice(-1) },
    {
      exitCode: 0,
      lines: ['7 passed, 0 failed, 1 skipped'],
    },
  );
});

test.skipUnless('procfs', 'a process that was left behind is ended', () => {
  const pids = broken.lines.flatMap((line) => /left a process behind: (\d+)/.exec(line)?.[1] ?? []);
  assert.is(pids.length, 2);
  for (const pid of pids) assert.not.ok(existsSync(`/proc/${pid}/cwd`));
});

test.skipUnless('procfs', 'a leak alone fails a run whose tests all pass', async () => {
  const run = await runRunner([fixture('good'), fixture('leaves-a-child')]);
  assert.equal([run.exitCode, run.lines.at(-1)], [1, '3 passed, 1 failed, 0 skipped']);
});

test.fault(67, 'a run without tests fails', async () => {
  const run = await runRunner(['no/such/test']);
  assert.equal([run.exitCode, run.lines.at(-1)], [1, '0 passed, 0 failed, 0 skipped']);
});

test('a required capability that is missing fails instead of being skipped', async () => {
  const run = await runRunner([fixture('declared-skip')], { TAPPS_TEST_REQUIRE: 'tmux' });
  assert.equal([run.exitCode, run.lines.at(-1)], [1, '1 passed, 1 failed, 0 skipped']);
  assert.match(run.lines.join('\n'), /TAPPS_TEST_REQUIRE names tmux/);
});

test('a required capability that does not exist is refused', () => {
  assert.equal(requiredCapabilities(' strace,tmux,'), ['strace', 'tmux']);
  assert.throws(() => requiredCapabilities('strase'), /unknown capability "strase"; known: user-namespaces/);
});

test('temp folders are removed, also those of killed files', () => {
  assert.equal(runnersFolders(), []);
});

test('a runner that is told to end takes its files with it', async () => {
  const child = startRunner([fixture('open-handle')], {}, 'ignore');
  await waitUntil(() => runnersFolders().length > 0);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  assert.is(await ended, 1);
  assert.equal(runnersFolders(), []);
});

test('fixtures are run only when named by their path', () => {
  const root = process.cwd();
  assert.not.ok(findTestFiles(root, []).some(({ path }) => path.includes('fixtures')));
  assert.equal(findTestFiles(root, ['good']), []);
  assert.equal(findTestFiles(root, [fixture('open-handle')]), [
    { path: fixture('open-handle'), timeoutMs: 3000 },
  ]);
});

test('a summary that a test printed itself does not count', () => {
  const summary = (total: number, passed: number) =>
    `\n  Total:     ${total}\n\u001b[32m  Passed:    ${passed}\u001b[39m\n  Skipped:   0\n  Duration:  1ms\n`;
  const verdict = judgeTestFile({ exitCode: 0, signal: null, output: summary(9, 9) + summary(2, 1) });
  assert.equal(verdict, {
    counts: { passed: 1, failed: 1, skipped: 0 },
    problems: ['1 of 2 tests did not pass'],
  });
});

test.run();

function startRunner(args: readonly string[], extra: NodeJS.ProcessEnv, stdout: 'pipe' | 'ignore') {
  // The fixtures measure nothing: without this, each would leave a coverage file to be read.
  const quiet = { NODE_V8_COVERAGE: undefined, TAPPS_TEST_REQUIRE: undefined };
  const hostile = { XDG_CONFIG_HOME: '/nowhere', FORCE_COLOR: '1', CI: '1', TAPPS_BG_DEBUG: '1' };
  return spawn(process.execPath, ['--import', 'tsx', 'test/rig/run-tests.ts', ...args], {
    env: { ...process.env, TMPDIR: temp, ...quiet, ...hostile, ...extra },
    stdio: ['ignore', stdout, 'inherit'],
  });
}

function runRunner(args: readonly string[], extra: NodeJS.ProcessEnv = {}): Promise<Run> {
  const child = startRunner(args, extra, 'pipe');
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, lines: output.trimEnd().split('\n') }));
  });
}

/** What the runner printed about one failed file, below its headline. */
function sectionOf(path: string, { lines }: Run): string {
  const start = lines.indexOf(`──── ${path}`);
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('──── '));
  return start < 0 ? '' : lines.slice(start, length < 0 ? undefined : start + 1 + length).join('\n');
}

function runnersFolders(): string[] {
  return readdirSync(temp).filter((name) => name.startsWith('tapps-test-'));
}

async function waitUntil(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries += 1) {
    assert.ok(tries < 200, 'waited 10 s in vain');
    await sleep(50);
  }
}
