import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema, scalarLeaves, schemaAt, section } from '../../src/config/config-schema.ts';
import { variableOf } from '../../src/config/environment.ts';
import { defaultSettings } from '../../src/config/settings.ts';
import { assert, suite } from '../rig/suite.ts';
import { readConfig } from './read-config.ts';

const test = suite('the documented configuration');
const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'configuration.md'), 'utf8');
const example = /```yaml\n(?<text>[\s\S]*?)```/.exec(page)?.groups?.['text'] ?? '';

test('the example is well, and shows the defaults', async () => {
  const { settings, problems } = await readConfig(example);
  assert.equal(problems, []);
  const { types, agents, workflows } = settings;
  assert.equal(settings, {
    ...defaultSettings,
    ...{ types, agents, workflows, outputFolder: '.tapps-agents/output' },
  });
  assert.equal(
    [types, agents, workflows].map((named) => Object.keys(named).length),
    [1, 1, 2],
  );
});

test('every key is documented', () => {
  const type = schemaAt(configSchema, [section, 'types', 'any']);
  const keys = [
    ...Object.keys(configSchema.properties ?? {}),
    ...Object.keys(schemaAt(configSchema, [section])?.properties ?? {}),
    ...['notifications', 'watch'].flatMap((name) =>
      Object.keys(schemaAt(configSchema, [section, name])?.properties ?? {}),
    ),
    ...Object.keys(type?.properties ?? {}),
  ];
  assert.ok(keys.length > 25);
  assert.equal(
    keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(page)),
    [],
  );
});

test('every default in the schema is the default', async () => {
  for (const { path, schema } of scalarLeaves()) {
    if (schema.default === undefined) continue;
    const said = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), schema.default);
    const { settings, problems } = await readConfig(JSON.stringify(said));
    assert.equal([settings, problems], [defaultSettings, []], path.join('.'));
  }
});

test('every variable of the page sets a key', () => {
  const known = scalarLeaves().map(({ path }) => variableOf(path));
  const named = [...page.matchAll(/TAPPS_BG_[A-Z_]+/g)].map(([name]) => name);
  assert.ok(named.length > 3);
  assert.equal(
    named.filter((name) => name !== 'TAPPS_BG_DEBUG' && !known.includes(name)),
    [],
  );
});

test.run();
