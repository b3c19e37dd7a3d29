import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('stalling');

let project: WatchedProject;
test.beforeEach(() => {
  project = new WatchedProject([
    'health_check_interval: 0.5',
    'types: {idler: {stall_after: 1}, worker: {stall_after: 1}, habit: {stall_after: 1}}',
  ]);
});
test.afterEach(() => project.end());

const patient = { timeoutMs: 120_000 };

function kindsOf(id: string): string[] {
  return project.events(id).flatMap((event) => (event.type === 'process.warned' ? [event.data.kind] : []));
}

async function toldOf(id: string): Promise<string[]> {
  await eventually(() => (project.told().some((line) => line.includes(id)) ? true : null), 40_000);
  return project.told().filter((line) => line.includes(id));
}

test(
  'what neither writes nor works is told as stalled, once, and taken back when it moves',
  async () => {
    const gate = join(project.folder, 'go');
    // A shell that waits for a FIFO does nothing at all.
    const script = `mkfifo pipe; read word < pipe; until [ -e ${gate} ]; do :; done; exec sleep 1`;
    const id = await project.launch(['sh', '-c', script], ['--type', 'idler']);
    const [line = ''] = await toldOf(id);
    assert.match(
      line,
      new RegExp(`^stalled ${id} .*Process ${id} has stalled: no output, CPU or I/O for \\ds`),
    );
    const { health, status } = await project.statusOnce(id, (one) => one.health === 'stalled');
    assert.equal([health, status], ['stalled', 'running']);
    writeFileSync(join(project.folder, 'pipe'), 'go\n'); // it spins now
    await eventually(() => (kindsOf(id).includes('moving') ? true : null), 40_000);
    assert.is((await project.status(id)).health, 'healthy');
    writeFileSync(gate, '');
    await project.event(id, 'process.completed', 40_000);
    assert.is((await toldOf(id)).filter((told) => told.startsWith('stalled')).length, 1);
  },
  patient,
);

test(
  'silence is no stall while it works',
  async () => {
    const script = 'end=$(($(date +%s) + 5)); while [ $(date +%s) -lt $end ]; do :; done';
    const id = await project.launch(['sh', '-c', script], ['--type', 'worker']);
    await project.event(id, 'process.completed', 60_000);
    assert.equal(kindsOf(id), []);
  },
  patient,
);

test(
  'who was as quiet in good runs has not stalled',
  async () => {
    const first = await project.launch(['sleep', '6'], ['--type', 'habit']);
    await project.event(first, 'process.completed', 60_000);
    assert.ok(kindsOf(first).includes('stalled'));
    const second = await project.launch(['sleep', '4'], ['--type', 'habit']);
    await project.event(second, 'process.completed', 60_000);
    assert.equal(kindsOf(second), []);
  },
  patient,
);

test.run();
