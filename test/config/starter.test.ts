import { lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { configSchema, scalarLeaves, schemaAt, section } from '../../src/config/config-schema.ts';
import { defaultSettings } from '../../src/config/settings.ts';
import { starterConfig } from '../../src/config/starter-config.ts';
import { writeStarterFiles } from '../../src/config/starter-files.ts';
import { starterWorkflow } from '../../src/config/starter-workflow.ts';
import { checkGraph } from '../../src/workflow/graph.ts';
import { readWorkflow } from '../../src/workflow/read-workflow.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { readConfig } from './read-config.ts';

const test = suite('what a project begins with');
const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'configuration.md'), 'utf8');

/** What an editor makes of it when all below the head is uncommented. */
function uncommented(): string {
  const [head = '', ...blocks] = starterConfig().split('\n\n');
  return [head, ...blocks.map((block) => block.replaceAll(/^# /gm, ''))].join('\n\n');
}

test('as it is written, the configuration changes nothing', async () => {
  const text = starterConfig();
  assert.equal(
    text.split('\n').filter((line) => line !== '' && !line.startsWith('# ')),
    [],
  );
  const { settings, problems } = await readConfig(text);
  assert.equal([settings, problems], [defaultSettings, []]);
});

test('with every comment mark removed, the configuration is well, and what has a default has it', async () => {
  const { settings, problems } = await readConfig(uncommented());
  assert.equal(problems, []);
  const { types, agents, workflows, maxRuntimeMs, outputFolder, notifications } = settings;
  const { minDurationMs, command } = notifications;
  assert.equal(settings, {
    ...defaultSettings,
    ...{ types, agents, workflows, maxRuntimeMs, outputFolder },
    notifications: { ...defaultSettings.notifications, minDurationMs, command },
  });
  assert.equal(
    [types, agents, workflows].map((named) => Object.keys(named).length),
    [1, 1, 1],
  );
  assert.equal([maxRuntimeMs, command], [8 * 60 * 60 * 1000, ['notify-me', '--urgent']]);
});

test('every key that is not the engine’s and not given up stands there, under its meaning', () => {
  const text = uncommented();
  const there = parse(text);
  const below = (path: readonly string[]) => scalarLeaves(schemaAt(configSchema, path) ?? {}, path);
  const leaves = [
    ...scalarLeaves().filter(({ schema }) => schema.deprecated !== true),
    ...below([section, 'types', 'pytest']),
    ...below(['engine']),
  ].map(({ path }) => path);
  const lists = ['notifications.command', 'types.pytest.requires'].map((key) =>
    `${section}.${key}`.split('.'),
  );
  const keys = [...leaves, ...lists, ['agents', 'coder', 'command'], ['workflows', 'nightly']];
  assert.ok(keys.length > 25);
  for (const path of keys) {
    const value = path.reduce((at, name) => at?.[name], there);
    assert.is.not(value ?? null, null, path.join('.'));
    const { description = '?' } = schemaAt(configSchema, path) ?? {};
    const lines = text.split('\n').map((line) => line.trim());
    const meant = lines.findIndex(
      (line, at) => line.startsWith(`# ${description}`) && lines[at + 1]?.startsWith(`${path.at(-1)}:`),
    );
    assert.is.not(meant, -1, `${path.join('.')}: ${description}`);
  }
  assert.not.match(text, /process_db|scoring/);
});

test('an editor finds the schema where the documentation says it is', () => {
  const [line = ''] = starterConfig().split('\n', 1);
  assert.match(line, /^# yaml-language-server: \$schema=/);
  assert.ok(page.includes(`${line}\n`));
});

test('the example workflow is sound, and needs neither a prompt nor an agent', () => {
  const { workflow, problems } = readWorkflow(starterWorkflow, 'example.yaml');
  assert.equal(problems, []);
  if (workflow === null) throw new Error('no workflow');
  const facts = { exists: () => false, prompt: null, executorOf: () => null };
  assert.equal(
    checkGraph(workflow, { ...facts, executorOf: ({ run }) => (run === null ? null : 'run') }),
    [],
  );
  assert.is(workflow.steps.length, 3);
});

test('a file that is there stays, and nothing is written through a link', () => {
  const folder = temporaryFolder('starter-');
  const [mine, link, fresh, target] = ['mine', 'link', 'fresh', 'target'].map((name) => join(folder, name));
  if (!mine || !link || !fresh || !target) throw new Error('no path');
  writeFileSync(mine, 'mine');
  symlinkSync(target, link);
  const content = 'new';
  const { written, kept } = writeStarterFiles([mine, link, fresh].map((path) => ({ path, content })));
  assert.equal([written, kept], [[fresh], [mine, link]]);
  assert.is(readFileSync(mine, 'utf8'), 'mine');
  assert.is(lstatSync(target, { throwIfNoEntry: false }), undefined);
  assert.equal([readFileSync(fresh, 'utf8'), lstatSync(fresh).mode & 0o777], ['new', 0o600]);
});

test('under an umask that forbids everything, a file can still be read by its owner', () => {
  const path = join(temporaryFolder('starter-'), 'fresh');
  const before = process.umask(0o777);
  try {
    writeStarterFiles([{ path, content: '' }]);
  } finally {
    process.umask(before);
  }
  assert.is(lstatSync(path).mode & 0o777, 0o600);
});

test.run();
