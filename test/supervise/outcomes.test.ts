// timeout: 180s
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CatalogueEvent, DataOf } from '../../schemas/event.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what its output says of how it ends');
const project = new TestProject();
project.raiseLimit();
test.after(() => project.end());

type Ran = { readonly id: string; readonly code: number; readonly events: readonly CatalogueEvent[] };

/** Runs a script to its end. */
async function ran(script: string, options: readonly string[] = []): Promise<Ran> {
  const args = ['bg', 'run', '--quiet', '--wait', ...options, '--', 'sh', '-c', script];
  const { code, stdout } = await project.call(args);
  const id = stdout.trim();
  return { id, code, events: project.events(id) };
}

const verdictOf = async (id: string) => {
  const { status, reason, message } = (await observe(projectAt(project.folder), id)).verdict;
  return [status, reason, message];
};

const warningsOf = ({ events }: Ran, kind: string): DataOf<'process.warned'>[] =>
  events.flatMap((event) =>
    event.type === 'process.warned' && event.data.kind === kind ? [event.data] : [],
  );
const notesOf = ({ events }: Ran): DataOf<'process.noted'>[] =>
  events.flatMap((event) => (event.type === 'process.noted' ? [event.data] : []));

test('a line that matches --fail-on makes a failure of exit 0, and is told once, with where it stands', async () => {
  const one = await ran('echo fine; echo "FATAL: disk gone"; echo "FATAL: again"', ['--fail-on', '^FATAL']);
  assert.is(one.code, 1);
  assert.equal(await verdictOf(one.id), [
    'failed',
    'output_error',
    'its output says that it failed: FATAL: disk gone',
  ]);
  const line = 'FATAL: disk gone';
  assert.equal(warningsOf(one, 'fail_on'), [{ kind: 'fail_on', message: line, line, offset: 5 }]);
  const types = one.events.map(({ type }) => type);
  assert.ok(types.indexOf('process.warned') < types.indexOf('process.exited'));
});

test('the line is read without its colours, and also where it is the last and has no end', async () => {
  const one = await ran("printf '\\033[31mFATAL\\033[0m: end'", ['--fail-on', '^FATAL: end$']);
  assert.equal((await verdictOf(one.id)).slice(0, 2), ['failed', 'output_error']);
});

test('without a line that matches --fail-on the exit code decides', async () => {
  const scripts = ['echo not FATAL', 'echo not FATAL; exit 3'];
  const both = await Promise.all(scripts.map((script) => ran(script, ['--fail-on', '^FATAL'])));
  assert.equal(
    both.map(({ code }) => code),
    [0, 3],
  );
});

test('exit 0 without the line of --done-on is a failure; with it, it completed', async () => {
  const [without, done] = await Promise.all([
    ran('echo half', ['--done-on', 'All tests passed']),
    ran('echo half; echo All tests passed; echo All tests passed', ['--done-on', 'All tests']),
  ]);
  assert.is(without.code, 1);
  assert.equal((await verdictOf(without.id)).slice(0, 2), ['failed', 'done_missing']);
  assert.is(done.code, 0);
  const line = 'All tests passed';
  assert.equal(notesOf(done), [{ kind: 'done_on', message: line, line, offset: 5 }]);
});

test('a line in the middle of a flood decides too, however fast the flood came', async () => {
  const flood = `node -e '
    const part = ("x".repeat(99) + "\\n").repeat(150_000);
    require("fs").writeSync(1, part + "FATAL: in the middle\\n" + part);'`;
  const one = await ran(flood, ['--fail-on', '^FATAL']);
  assert.equal(
    warningsOf(one, 'fail_on').map(({ offset }) => offset),
    [15_000_000],
  );
  assert.ok(warningsOf(one, 'output_unscanned').length === 1, 'it was a flood');
});

test('a line before a flood decides too, also where the flood makes its output be cut', async () => {
  const flood = 'echo ready; yes | head -c 100000000';
  const one = await ran(flood, ['--done-on', '^ready', '--max-output', '20MiB']);
  assert.ok(warningsOf(one, 'output_truncated').length > 0, 'it was cut');
  assert.equal(
    notesOf(one).map(({ line, offset }) => [line, offset]),
    [['ready', 0]],
  );
  assert.is(one.code, 0);
});

test('of a flood the errors at its beginning and at its end are told', async () => {
  const one = await ran(
    'echo "error: no such file: a.c"; yes | head -c 100000000; echo "error: last"; exit 2',
  );
  assert.equal(
    warningsOf(one, 'error_line').map(({ line }) => line),
    ['error: no such file: a.c', 'error: last'],
  );
  assert.ok(warningsOf(one, 'output_unscanned').length === 1, 'it was a flood');
});

test('a secret in a line that decides is not written down', async () => {
  const one = await ran('echo "FATAL: token=ghp_abcdefghijklmnopqrstuvwxyz0123456789 is refused"', [
    '--fail-on',
    '^FATAL',
  ]);
  const [warning] = warningsOf(one, 'fail_on');
  assert.not.match(JSON.stringify(one.events), 'ghp_abcdef');
  assert.match(warning?.line ?? '', /^FATAL: token=/);
});

test('codes of --success-codes mean success, 0 only if it is among them', async () => {
  const options = ['--success-codes', '3,130'];
  const [three, zero, four] = await Promise.all([3, 0, 4].map((code) => ran(`exit ${code}`, options)));
  assert.equal([three?.code, zero?.code, four?.code], [0, 1, 4]);
  assert.is((await verdictOf(zero?.id ?? ''))[1], 'exit_code');
});

test('lines that tell an error are found unasked, up to the last before the end', async () => {
  const one = await ran('echo start; echo "error: no such file: a.c"; echo more; echo "error: last"; exit 2');
  const found = warningsOf(one, 'error_line');
  assert.equal(
    found.map(({ line, offset }) => [line, offset]),
    [
      ['error: no such file: a.c', 6],
      ['error: last', 36],
    ],
  );
  assert.equal((await verdictOf(one.id))[2], 'exited with code 2: error: last');
});

test('a trace that nothing follows is told while the command still runs', async () => {
  const trace = ['Traceback (most recent call last):', '  File "a.py", line 1, in <module>', 'KeyError: 7'];
  const id = await project.launch(['sh', '-c', `printf '%s\\n' '${trace.join("' '")}'; sleep 300`]);
  const { kind, line } = await project.event(id, 'process.warned', 20_000);
  assert.equal([kind, line], ['error_line', 'KeyError: 7']);
  assert.is((await project.status(id)).status, 'running');
});

test('of many errors fifty are written down, the newest among them, and the rest is counted', async () => {
  const one = await ran('i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo "error: number $i"; done; exit 1');
  const found = warningsOf(one, 'error_line');
  assert.is(found.length, 50);
  assert.is(found[0]?.line, 'error: number 1');
  assert.is(found.at(-1)?.line, 'error: number 300');
  assert.match(warningsOf(one, 'error_lines_dropped')[0]?.message ?? '', /^250 more lines/);
});

test('a pattern that does not compile is refused before anything runs', async () => {
  const options = ['--fail-on', '--done-on'];
  const asked = options.map((option) => project.call(['bg', 'run', option, '(', '--', 'true']));
  for (const [index, { code, stderr }] of (await Promise.all(asked)).entries()) {
    assert.is(code, 3);
    assert.match(stderr, `Invalid ${options[index]} pattern: `);
  }
});

test('what is no exit code, no number of attempts or no duration is refused in one line', async () => {
  const wrong = {
    '--success-codes 256 are no exit codes': ['--success-codes', '256'],
    '--success-codes 1,,2 are no exit codes': ['--success-codes', '1,,2'],
    '--retries 1000 is more than 999': ['--retries', '1000'],
    '--retry-delay soon is no duration': ['--retries', '1', '--retry-delay', 'soon'],
    '--retry-delay says nothing without --retries': ['--retry-delay', '1s'],
    '--stall-after ever is no duration': ['--stall-after', 'ever'],
  };
  const asked = Object.entries(wrong).map(async ([words, options]) => {
    const { code, stderr } = await project.call(['bg', 'run', ...options, '--', 'true']);
    assert.is(code, 2, words);
    assert.match(stderr, words);
  });
  await Promise.all(asked);
});

test('the settings of a type hold where the launch says nothing, and give way where it does', async () => {
  mkdirSync(join(project.folder, '.tapps-agents'), { recursive: true });
  writeFileSync(
    join(project.folder, '.tapps-agents', 'config.yaml'),
    'background_processes:\n  max_concurrent_processes: 1000\n  types:\n    checked: {fail_on: ^BAD, done_on: ^GOOD, stall_after: 10m}\n',
  );
  const type = ['--type', 'checked'];
  const own = ['--fail-on', '^WORSE', '--stall-after', '5m'];
  const [good, bad, worse] = await Promise.all([
    ran('echo GOOD', type),
    ran('echo GOOD; echo BAD', type),
    ran('echo GOOD; echo BAD', [...type, ...own]),
  ]);
  assert.equal([good.code, bad.code, worse.code], [0, 1, 0]);
  const [spec] = worse.events;
  assert.ok(spec?.type === 'launch.requested');
  assert.equal(spec.data.patterns, { progress: null, failOn: '^WORSE', doneOn: '^GOOD' });
  assert.is(spec.data.limits.stallAfterMs, 300_000);
});

test('a rerun keeps what was said of a good end', async () => {
  const one = await ran('exit 3', ['--success-codes', '3', '--fail-on', 'x', '--wait-tree']);
  const { code, stdout } = await project.call(['bg', 'rerun', one.id, '--quiet', '--wait']);
  assert.is(code, 0);
  const [spec] = project.events(stdout.trim());
  assert.ok(spec?.type === 'launch.requested');
  assert.equal([spec.data.successCodes, spec.data.patterns.failOn, spec.data.waitTree], [[3], 'x', true]);
});

test.run();
