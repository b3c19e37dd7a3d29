import { chmodSync, existsSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CleanupJson, ErrorJson } from '../../schemas/generated/types.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { backdated, oldProcess, outputFile, remains } from '../cleanup/old-process.ts';
import { exited } from '../rig/given-events.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { onTerminal } from '../rig/terminal.ts';

const test = suite('bg cleanup');
const project = new TestProject();
const paths = projectAt(project.folder);
test.before(async () => {
  await project.launch(['true'], ['--name', 'fresh', '--wait']);
});
test.after(() => project.end());

const patient = { timeoutMs: 40_000 };
const failure = { end: [exited({ code: 3 })] } as const;
const cleanup = (...args: readonly string[]) => project.call(['bg', 'cleanup', ...args]);
const exists = (id: string): boolean => existsSync(project.journalPath(id));

test('what completed more than seven days ago goes, and it is said what', async () => {
  oldProcess(paths, 'aaaa1111', 8);
  oldProcess(paths, 'bbbb2222', 6);
  oldProcess(paths, 'cccc3333', 100, failure);
  const { code, stdout, stderr } = await cleanup('--yes');
  assert.equal([code, stderr], [0, '']);
  assert.match(
    stdout,
    /^Removed 1 process with 14 B of output:\nID +Type +Status +Ended +Output\naaaa1111 +sh +completed +20/,
  );
  assert.equal(remains(paths, 'aaaa1111'), []);
  assert.ok(exists('bbbb2222') && exists('cccc3333'));
});

test('--older-than takes days or a duration, --status what else may go', async () => {
  assert.match((await cleanup('--older-than', '5', '--yes')).stdout, /bbbb2222/);
  assert.match(
    (await cleanup('--older-than', '101', '--status', 'failed', '--yes')).stdout,
    /^Nothing to clean up/,
  );
  assert.match(
    (await cleanup('--older-than', '48h', '--status', 'failed', '--yes')).stdout,
    /cccc3333 +sh +failed/,
  );
  assert.not.ok(exists('bbbb2222') || exists('cccc3333'));
});

test('where nothing is old enough, nothing is asked and nothing is done', async () => {
  const { code, stdout, stderr } = await cleanup();
  assert.equal([code, stderr], [0, '']);
  assert.is(stdout, 'Nothing to clean up: more than 7d ago ended no completed process\n');
});

test('a dry run says what would go, and touches nothing', async () => {
  oldProcess(paths, 'aaaa1111', 8);
  const { code, stdout } = await cleanup('--dry-run');
  assert.is(code, 0);
  assert.match(stdout, /^Would remove 1 process with 14 B of output:/);
  assert.ok(exists('aaaa1111') && existsSync(outputFile(paths, 'aaaa1111')));
});

test('without a terminal it needs --yes, and does nothing without', async () => {
  const { code, stdout, stderr } = await cleanup();
  assert.equal([code, stdout], [2, '']);
  assert.match(stderr, /To clean up without a terminal to ask on needs --yes/);
  assert.ok(exists('aaaa1111'));
});

for (const [answer, isGone] of [
  ['n', false],
  ['y', true],
] as const) {
  test.skipUnless(
    'pty',
    `on a terminal it asks, and ${answer} means ${answer}`,
    async () => {
      const asked = /Are you sure you want to remove this process: aaaa1111\? \[y\/N\] /;
      const line = `"${process.execPath}" "${project.program}" bg cleanup`;
      const { code, screen } = await onTerminal(line, project.folder, [
        { when: asked, answer: `${answer}\r` },
      ]);
      assert.is(code, isGone ? 0 : 1, screen);
      assert.is(exists('aaaa1111'), !isGone);
    },
    patient,
  );
}

test('--json is one document of the published shape', async () => {
  oldProcess(paths, 'aaaa1111', 8);
  for (const option of ['--dry-run', '--yes']) {
    const { stdout } = await cleanup(option, '--json');
    fitsSchema('cleanup', stdout);
    const { dryRun, removed, failed }: CleanupJson = JSON.parse(stdout);
    assert.equal([dryRun, failed, removed.map(({ id }) => id)], [option === '--dry-run', [], ['aaaa1111']]);
  }
  const { stdout } = await cleanup('--json');
  fitsSchema('cleanup', stdout);
});

test('one that runs never goes, whatever is asked', async () => {
  const id = await project.launch(['sleep', '60']);
  backdated(paths, id, 400);
  const { code, stdout } = await cleanup('--status', 'all', '--older-than', '0', '--yes');
  assert.is(code, 0);
  assert.not.ok(stdout.includes(id), stdout);
  assert.ok(exists(id) && existsSync(project.outputPath(id)));
  assert.is((await project.status(id)).status, 'running');
});

test('what was really launched goes entirely once it has ended', async () => {
  const id = await project.launch(['sh', '-c', 'echo hi'], ['--name', 'real']);
  await project.call(['bg', 'wait', id]);
  const { stdout } = await cleanup('--older-than', '0', '--yes');
  assert.match(stdout, new RegExp(`${id} +sh +completed .*3 B`));
  assert.equal(remains(paths, id), []);
  assert.is((await project.call(['bg', 'status', id])).code, 4);
});

test('with archive_before_cleanup the journal is kept in the history, and verifies', async () => {
  const config = join(project.folder, '.tapps-agents', 'config.yaml');
  writeFileSync(config, 'background_processes: {archive_before_cleanup: true}\n');
  const id = await project.launch(['true']);
  await project.call(['bg', 'wait', id]);
  const { stdout } = await cleanup('--older-than', '0', '--yes');
  assert.match(stdout, /Its journal is kept in the history\n$/);
  unlinkSync(config);
  assert.equal(remains(paths, id), []);
  const months = readdirSync(paths.historyFolder);
  assert.equal(months, [new Date().toISOString().slice(0, 7)]);
  assert.equal(readdirSync(join(paths.historyFolder, months[0] ?? '')), [`${id}.manifest`, `${id}.ndjson`]);
  assert.is((await project.call(['bg', 'verify', '--archive'])).code, 0);
  assert.is((await project.status(id)).status, 'completed');
});

test('what cannot be removed is said, the others go, and the exit code tells', async () => {
  oldProcess(paths, 'aaaa1111', 8);
  oldProcess(paths, 'bbbb2222', 8);
  unlinkSync(outputFile(paths, 'aaaa1111'));
  symlinkSync('/etc/hostname', outputFile(paths, 'aaaa1111'));
  const { code, stdout, stderr } = await cleanup('--yes');
  assert.is(code, 1);
  assert.match(stderr, /^❌ Cannot remove \S+aaaa1111\.output of process aaaa1111: it is a symbolic link\n$/);
  assert.match(stdout, /^Removed 1 process/);
  assert.ok(existsSync('/etc/hostname') && exists('aaaa1111') && !exists('bbbb2222'));
  unlinkSync(outputFile(paths, 'aaaa1111'));
  await cleanup('--yes');
});

for (const step of ['cleanup.after-output', 'archive.after-manifest']) {
  test(`a cleanup that is killed at ${step} is finished by the next`, async () => {
    const id = oldProcess(paths, 'aaaa1111', 8);
    const env = {
      NODE_ENV: 'test',
      TAPPS_FAILPOINT: `${step}:kill`,
      TAPPS_BG_ARCHIVE_BEFORE_CLEANUP: 'true',
    };
    assert.is((await project.call(['bg', 'cleanup', '--yes'], { env })).code, -1);
    assert.ok(exists(id));
    const { code } = await project.call(['bg', 'cleanup', '--yes'], { env: { ...env, TAPPS_FAILPOINT: '' } });
    assert.is(code, 0);
    assert.equal(remains(paths, id), []);
    const [month = ''] = readdirSync(paths.historyFolder).sort();
    for (const ending of ['ndjson', 'manifest'])
      unlinkSync(join(paths.historyFolder, month, `${id}.${ending}`));
  });
}

test('a watcher removes by itself what completed long ago; what failed stays', async () => {
  oldProcess(paths, 'aaaa1111', 8);
  oldProcess(paths, 'cccc3333', 100, failure);
  await project.call(['bg', 'watch', '--stop']);
  assert.is((await project.call(['bg', 'watch', '--once'])).code, 0);
  assert.equal(remains(paths, 'aaaa1111'), []);
  assert.ok(exists('cccc3333') && existsSync(outputFile(paths, 'cccc3333')));
});

test('wrong options are named', async () => {
  for (const [args, word] of [
    [['--older-than', 'soon'], /--older-than soon is no number of days/],
    [['--older-than', '-3'], /older-than/],
    [['--status', 'running'], /--status running is none of completed, failed, all/],
  ] as const) {
    const { code, stdout } = await cleanup(...args, '--yes', '--json');
    const { error }: ErrorJson = JSON.parse(stdout);
    assert.is(code, 2);
    assert.match(error.message, word);
  }
});

test('a folder that cannot be written to is said, not a stack', async () => {
  oldProcess(paths, 'aaaa1111', 8);
  if (process.getuid?.() === 0) return;
  chmodSync(paths.outputFolder, 0o500);
  const { code, stderr } = await cleanup('--yes');
  chmodSync(paths.outputFolder, 0o700);
  assert.is(code, 1);
  assert.match(stderr, /Cannot remove .*: permission denied/);
});

test.run();
