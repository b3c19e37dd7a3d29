import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sweepUnseen } from '../../src/watch/unseen-sweep.ts';
import { emptyProject } from '../rig/given-journal.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what killed launchers left is swept');
const hourAgo = Date.now() / 1000 - 3600;

test('where it is old, and still there some time later; not what seems old because the clock was set', async () => {
  const project = emptyProject();
  const leave = (name: string): void => {
    const path = join(project.journalFolder, name);
    writeFileSync(path, '');
    utimesSync(path, hourAgo, hourAgo);
  };
  leave('.k3f9a2c7.ndjson.new');
  const sweep = sweepUnseen(project, 200);
  leave('.k3f9a2c8.ndjson.new'); // made since, by a clock that was an hour behind
  const left = (): string[] => readdirSync(project.journalFolder).sort();
  assert.equal(left(), ['.k3f9a2c7.ndjson.new', '.k3f9a2c8.ndjson.new']);
  await eventually(() => (left().length === 1 ? true : null), 10_000);
  assert.equal(left(), ['.k3f9a2c8.ndjson.new']);
  sweep.cancel();
});

test.run();
