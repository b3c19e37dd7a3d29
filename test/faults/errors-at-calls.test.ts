// timeout: 240s
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { type Erred, failLaunchers, failStops, failSupervisors } from './errors-at-calls.ts';
import { refuseWatchers } from './refused-watchers.ts';

const test = suite('a system call that fails');
const root = temporaryFolder('tapps-struck-');

const patient = { needs: 'strace', timeoutMs: 180_000 } as const;
const sweeps: Record<string, () => Promise<Erred[]>> = {
  'a launcher: it launched and says so, or nothing ran': () => failLaunchers(root, 12),
  'a supervisor: what cannot be recorded does not run, and an end is there when the disk is': () =>
    failSupervisors(root),
  'a stop: it stops, or says that it could not, and can be asked for again': () => failStops(root),
};

for (const [what, sweep] of Object.entries(sweeps)) {
  test.fault(71, what, async () => void (await sweep()), patient);
}

test.fault(
  71,
  'a watcher: the end is told all the same, within seconds',
  async () => assert.ok((await refuseWatchers()) >= 30, 'hardly anything was refused: it proves nothing'),
  patient,
);

test.run();
