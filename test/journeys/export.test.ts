import { spawn } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CloudEvent } from 'cloudevents';
import { exportFormats } from '../../src/export/encoder.ts';
import { a, canary, hex } from '../output/redact-samples.ts';
import * as given from '../rig/given-events.ts';
import { givenJournal } from '../rig/given-journal.ts';
import { writeLongJournal } from '../rig/long-journal.ts';
import { parseOtlp } from '../rig/otlp-parser.ts';
import { TestProject } from '../rig/project.ts';
import { readSlowly } from '../rig/slow-reader.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('bg export');
const project = new TestProject();
const token = a('gh', 'p_', hex(36));

test.after(() => project.end());

test('an empty project exports nothing, and that is no failure', async () => {
  assert.equal(await project.call(['bg', 'export']), { code: 0, stdout: '', stderr: '' });
});

test('secrets in prompt, arguments, environment, tags and output are in no exported byte', async () => {
  const script = `echo "login with password=${canary}"; echo "Error: the server refused ${token}"; exit 3`;
  const options = [
    '--env',
    `SERVICE_TOKEN=${canary}`,
    '--env',
    `PLAIN=${token}`,
    '--tag',
    `password=${canary}`,
  ];
  const command = ['sh', '-c', script, 'sh', '--token', canary, `--api-key=${canary}`];
  const id = await project.launch(command, options);
  await project.call(['bg', 'wait', id]);
  await project.call(['simple-mode', 'full', '--prompt', `use api_key: ${canary} and ${token}`, '--auto']);
  // As an older version, whose rules were fewer, may have written it.
  const old = givenJournal(
    given.requested({ command: ['deploy', '--token', canary], prompt: `password: ${canary}` }),
    given.errorLine(`denied: ${token}`),
    given.exited({ code: 1 }),
    given.failed({ message: `exited with code 1: token=${canary}` }),
    given.noticeSent({ message: `failed: token=${canary}` }),
  );
  writeFileSync(project.journalPath(old.id), old.bytes(), { mode: 0o600 });
  for (const format of exportFormats) {
    const { code, stdout } = await project.call(['bg', 'export', '--format', format]);
    assert.is(code, 0);
    assert.match(stdout, id);
    assert.match(stdout, old.id);
    assert.match(stdout, '***');
    for (const secret of [canary, token]) assert.not.ok(stdout.includes(secret), format);
  }
});

test('each format is what its name says, line by line, for every process or for those that are named', async () => {
  const id = await project.launch(['true'], ['--wait', '--name', 'short']);
  const lines = async (...args: string[]): Promise<string[]> =>
    (await project.call(['bg', 'export', ...args])).stdout.split('\n').slice(0, -1);
  const events = await lines('short', id);
  assert.equal(
    events.map((line) => JSON.parse(line).n),
    project.events(id).map(({ n }) => n),
    'named twice is exported once',
  );
  for (const line of await lines('--format', 'cloudevents')) new CloudEvent(JSON.parse(line), true);
  for (const line of await lines('--format', 'otlp')) parseOtlp(line);
  assert.ok((await lines()).length > events.length);
});

test('what runs is exported up to now', async () => {
  const id = await project.launch(['sleep', '60']);
  const { stdout } = await project.call(['bg', 'export', id, '--format', 'otlp']);
  const [span] = JSON.parse(stdout.split('\n')[0] ?? '').resourceSpans[0].scopeSpans[0].spans;
  assert.equal(span.status, {});
  assert.match(stdout, '{"key":"tapps_agents.process.status","value":{"stringValue":"running"}}');
  await project.call(['bg', 'stop', id, '--yes']);
});

test('an archived journal is exported like any other', async () => {
  const id = await project.launch(['true'], ['--wait']);
  const month = join(project.folder, '.tapps-agents', 'history', '2026-11');
  mkdirSync(month, { recursive: true, mode: 0o700 });
  renameSync(project.journalPath(id), join(month, `${id}.ndjson`));
  for (const reference of [[], [id]]) {
    const { code, stdout } = await project.call(['bg', 'export', ...reference]);
    assert.is(code, 0);
    assert.match(stdout, `"process":"${id}"`);
  }
});

test('damage and what cannot be read are told on stderr, and the rest is exported', async () => {
  const id = await project.launch(['true'], ['--wait']);
  const events = project.events(id).length;
  appendFileSync(project.journalPath(id), '{"torn\nnothing\n');
  const damaged = await project.call(['bg', 'export', id]);
  assert.equal([damaged.code, damaged.stdout.split('\n').length - 1], [0, events]);
  assert.match(
    damaged.stderr,
    `⚠️  .tapps-agents/journal/${id}.ndjson: 2 damaged lines are left out (bg verify ${id})`,
  );
  symlinkSync('nowhere', project.journalPath('linked01'));
  const unreadable = await project.call(['bg', 'export']);
  assert.is(unreadable.code, 1);
  assert.match(unreadable.stderr, 'linked01.ndjson is not in the export: it is a symbolic link');
  assert.match(unreadable.stdout, id);
});

test('a wrong format and an unknown process are refused before anything is written', async () => {
  const { code, stdout, stderr } = await project.call(['bg', 'export', '--format', 'xml']);
  assert.equal([code, stdout], [2, '']);
  assert.match(stderr, '--format xml is none of ndjson, cloudevents, otlp');
  assert.equal((await project.call(['bg', 'export', '@last', 'nobody'])).code, 4);
});

test('a full disk behind stdout is one line, and exit code 1', async () => {
  const full = openSync('/dev/full', 'w');
  const { code, stderr } = await readSlowly(project.program, ['bg', 'export'], project.folder, full);
  closeSync(full);
  assert.is(code, 1);
  assert.match(stderr, /^❌ Cannot write to stdout: ENOSPC[^\n]*\n/m);
});

test('a reader that has enough ends it quietly', async () => {
  writeLongJournal(project.journalPath('long0001'), 'long0001', 20_000);
  const child = spawn(process.execPath, [project.program, 'bg', 'export', 'long0001'], {
    cwd: project.folder,
  });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('exit', resolve));
  assert.equal([code, stderr], [0, '']);
});

test.run();
