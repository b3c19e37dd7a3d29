import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DiffJson, SummaryJson } from '../../schemas/generated/types.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('comparing runs');
const project = new TestProject();
const ids = { good: '', again: '', bad: '' };

/**
 * Prints times, places and numbers of its own; its one word decides how it goes on. The pause is there because of steps
 * that are read at once only the last is written down.
 */
const script = `echo 'Step 1/2: fetch'
sleep 1
echo "started $(date -u +%Y-%m-%dT%H:%M:%SZ), pid $$, in $PWD"
echo "Step 2/2: test $(date +%s)"
printf '\\033[32mthe word is %s\\033[0m\\n' "$1"
[ "$1" = well ] || { printf 'evil \\033[2J\\342\\200\\256 \\000 end\\n'; exit 3; }
`;

test.before(async () => {
  writeFileSync(join(project.folder, 'run.sh'), script);
  ids.good = await project.launch(['sh', 'run.sh', 'well'], ['--wait']);
  ids.again = await project.launch(['sh', 'run.sh', 'well'], ['--wait']);
  const bad = [
    'bg',
    'run',
    '--quiet',
    '--wait',
    '--name',
    'bad',
    '--tag',
    'a=b',
    '--',
    'sh',
    'run.sh',
    'ill',
  ];
  ids.bad = (await project.call(bad, { env: { NEW_NAME: '1' } })).stdout.trim();
});
test.after(() => project.end());

test('two runs of the same do not differ but in times', async () => {
  const { code, stdout } = await project.call(['bg', 'diff', ids.good, ids.again, '--exit-code']);
  assert.match(stdout, /\nNo difference but times\n$/);
  assert.is(code, 0);
});

test('the line that was changed is found, beside all that was asked for otherwise', async () => {
  const called = await project.call(['bg', 'diff', ids.good, ids.bad, '--json']);
  assert.is(called.code, 0, 'a question that was answered');
  fitsSchema('diff', called.stdout);
  const diff: DiffJson = JSON.parse(called.stdout);
  assert.equal([diff.same, diff.output.result, diff.output.lines], [false, 'parts', 3]);
  const { a, b } = diff.output;
  assert.equal([a.place?.line, a.place?.text, b.place?.text], [4, 'the word is well', 'the word is ill']);
  assert.match(a.place?.before.join('\n') ?? '', /^started .*\nStep 2\/2: test \d+$/);
  assert.equal(diff.command, [{ placeA: 2, placeB: 2, a: 'well', b: 'ill' }]);
  assert.equal(diff.environment, { onlyA: [], onlyB: ['NEW_NAME'] });
  const whats = diff.differences.map(({ what }) => what);
  for (const what of ['name', 'tags.a', 'status', 'exitCode']) assert.ok(whats.includes(what), what);
  assert.ok(diff.alike.includes('git') && diff.alike.includes('machine'));
  assert.is((await project.call(['bg', 'diff', ids.good, ids.bad, '--exit-code'])).code, 1);
});

test('--last-success compares with the newest good run before it', async () => {
  const diff = await project.callJson<DiffJson>(['bg', 'diff', '@last-failed', '--last-success']);
  assert.equal([diff.a.id, diff.b.id], [ids.bad, ids.again]);
  const { code, stderr } = await project.call(['bg', 'diff', ids.good, '--last-success']);
  assert.is(code, 4);
  assert.match(
    stderr,
    /^❌ No run of type "sh" that was launched before \S+ has completed\n {3}→ name another run: /,
  );
});

test('diff takes two, or one and --last-success', async () => {
  for (const words of [[ids.good], [ids.good, ids.bad, '--last-success']])
    assert.is((await project.call(['bg', 'diff', ...words])).code, 2, words.join(' '));
  assert.is((await project.call(['bg', 'diff', ids.good, 'nobody'])).code, 4);
});

test('a run does not differ from itself', async () => {
  const { stdout } = await project.call(['bg', 'diff', 'bad', 'bad']);
  assert.match(stdout, /\nNo difference: it is the same process\n$/);
});

test('nothing that a process printed acts on the terminal', async () => {
  const good = ids.again;
  const output = project.outputPath(good);
  writeFileSync(output, 'same\nother \x1b]0;t\x07 \u202e\0\x9b\n');
  const { stdout } = await project.call(['bg', 'diff', good, 'bad']);
  assert.not.match(stdout, /[\0-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  const coloured = await project.call(['bg', 'diff', good, 'bad'], { env: { FORCE_COLOR: '1' } });
  assert.equal([...new Set(coloured.stdout.match(/\x1b\[\d*\w/g))].sort(), [
    '\x1b[31m',
    '\x1b[32m',
    '\x1b[39m',
  ]);
});

test('one that runs, one that was refused and one whose output is gone are compared as far as they can be', async () => {
  const running = await project.launch(['sh', '-c', 'echo here; exec sleep 60']);
  const refused = (await project.call(['bg', 'run', '--json', '--', 'no-such-command'])).stdout;
  const refusedId: string = JSON.parse(refused).id;
  const state = async (a: string, b: string): Promise<string[]> => {
    const { stdout } = await project.call(['bg', 'diff', a, b, '--json']);
    fitsSchema('diff', stdout);
    const { output }: DiffJson = JSON.parse(stdout);
    return [output.result, output.a.state, output.b.state];
  };
  assert.equal(await state(running, running), ['same_so_far', 'growing', 'growing']);
  assert.equal(await state(running, refusedId), ['not_comparable', 'growing', 'not_started']);
  assert.equal(await state(refusedId, refusedId), ['not_comparable', 'not_started', 'not_started']);
  rmSync(project.outputPath(ids.again));
  assert.equal(await state(ids.again, ids.good), ['not_comparable', 'missing', 'whole']);
});

test('a summary says what a run took, and so far of one that runs', async () => {
  const { code, stdout } = await project.call(['bg', 'summary', 'bad', '--json']);
  assert.is(code, 0);
  fitsSchema('summary', stdout);
  const summary: SummaryJson = JSON.parse(stdout);
  assert.equal(
    [summary.id, summary.status, summary.attempts, summary.endedAt !== null],
    [ids.bad, 'failed', 1, true],
  );
  const text = (await project.call(['bg', 'summary', 'bad'])).stdout;
  assert.match(text, /^\S+ · bad · sh: failed: exited with code 3.*\nDuration: /);
  const running = await project.launch(['sleep', '60']);
  const now = await project.callJson<SummaryJson>(['bg', 'summary', running]);
  assert.equal([now.status, now.endedAt], ['running', null]);
});

test.run();
