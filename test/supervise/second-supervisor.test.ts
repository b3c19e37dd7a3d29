import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../src/config/settings.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { supervisionOrder } from '../../src/launch/supervision-order.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { requestOf } from './request-of.ts';

const test = suite('a second supervisor');
const project = new TestProject();
test.after(() => project.end());

/** Starts one for a journal that has one, and tells it this. */
function second(id: string, order: string): { readonly status: number | null; readonly stdout: string } {
  return supervisorTold(id, `${JSON.stringify(project.journalPath(id))}\n${order}`);
}

function supervisorTold(
  id: string,
  said: string,
): { readonly status: number | null; readonly stdout: string } {
  const entry = join(project.program, '..', 'supervisor.js');
  return spawnSync(process.execPath, [entry, id], { input: said, encoding: 'utf8' });
}

function orderFor(id: string): string {
  const request = requestOf(['touch', 'ran-again'], project.folder);
  const place = { id, journal: project.journalPath(id), output: project.outputPath(id) };
  const site = { project: projectAt(project.folder), settings: defaultSettings, watcherEntry: '' };
  return JSON.stringify(supervisionOrder(request, { ...place, marker: id, ticket: null, after: null }, site));
}

test.fault(
  46,
  'a second one starts nothing, writes nothing, and ends with 1, with an order or without',
  async () => {
    const id = await project.launch(['sleep', '300']);
    const { supervisorPid } = await project.event(id, 'process.started');
    for (const order of [orderFor(id), '']) {
      const linesBefore = project.events(id).filter(({ type }) => type !== 'process.heartbeat');
      const { status, stdout } = second(id, order);
      assert.is(status, 1);
      assert.match(stdout, `${id} has a supervisor already: ${supervisorPid}`);
      assert.equal(
        project.events(id).filter(({ type }) => type !== 'process.heartbeat'),
        linesBefore,
      );
    }
    assert.not.ok(existsSync(join(project.folder, 'ran-again')));
    const { status, health } = await project.status(id);
    assert.equal([status, health], ['running', 'healthy']);
  },
);

test.fault(46, 'also when it is over', async () => {
  const id = await project.launch(['true'], ['--wait']);
  const before = readFileSync(project.journalPath(id));
  assert.is(second(id, orderFor(id)).status, 1);
  assert.equal(readFileSync(project.journalPath(id)), before);
});

test('a supervisor that is told no journal ends without a word and without a trace', async () => {
  const id = await project.launch(['true'], ['--wait']);
  const before = readFileSync(project.journalPath(id));
  for (const said of ['', JSON.stringify(project.journalPath(id)), 'null\n', `{\n${orderFor(id)}`]) {
    const { status, stdout } = supervisorTold(id, said);
    assert.equal([status, stdout], [0, '']);
  }
  assert.equal(readFileSync(project.journalPath(id)), before);
});

test.run();
