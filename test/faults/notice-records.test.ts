import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';

const test = suite('what is recorded of notices');
const project = new WatchedProject();
test.after(() => project.end());

/** A notice is shown, and by then the watcher that started this can write nothing any more, as on a full disk. */
const tell = 'prlimit --pid $PPID --fsize=1:unlimited && echo $PPID >> told';
/** Longer than it takes until something that failed is tried again. */
const retriedMs = 4000;

test.fault(
  70,
  'a notice after which the disk is full is recorded and settled when there is room, and told once',
  async () => {
    const command = JSON.stringify(['sh', '-c', tell]);
    writeFileSync(
      join(project.folder, '.tapps-agents', 'config.yaml'),
      `background_processes:\n  notifications: {desktop_enabled: false, command: ${command}}\n`,
    );
    const id = await project.launch(['sh', '-c', 'exit 3']);
    const [watcher = ''] = await eventually(() => (told().length > 0 ? told() : null), 30_000);
    await sleep(retriedMs);
    assert.is(told().length, 1);
    assert.not(recorded(id), 'the disk was not full: the test proves nothing');
    const { status } = spawnSync('prlimit', [`--pid=${watcher}`, '--fsize=unlimited:unlimited']);
    assert.is(status, 0);
    await eventually(() => (recorded(id) ? true : null), 30_000);
    await eventually(() => (claims().length === 0 ? true : null), 30_000);
    assert.equal(told(), [watcher]);
  },
  { timeoutMs: 120_000 },
);

function told(): string[] {
  const path = join(project.folder, 'told');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
}

function recorded(id: string): boolean {
  return project
    .events(id)
    .some(
      ({ type, data }) => type === 'notification.sent' && 'channel' in data && data.channel === 'command',
    );
}

function claims(): string[] {
  const names = readdirSync(join(project.folder, '.tapps-agents', 'claims'));
  return names.filter((name) => /\.(?:due|claim)$/.test(name));
}

test.run();
