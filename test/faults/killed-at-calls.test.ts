// timeout: 240s
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { killLaunchers, killStops, killSupervisors, type Struck } from './killed-at-calls.ts';

const test = suite('killed at a system call');
const root = temporaryFolder('tapps-struck-');

const patient = { needs: 'strace', timeoutMs: 120_000 } as const;

function assertMostlyKilled(struck: readonly Struck[]): void {
  const through = struck.filter(({ wasKilled }) => !wasKilled);
  assert.ok(through.length * 2 < struck.length, `not killed: ${through.map(({ call }) => call).join('; ')}`);
}

test.fault(
  3,
  'a launcher that dies at any of them leaves nothing, or a record that comes to one end',
  async () => assertMostlyKilled(await killLaunchers(root, 14)),
  patient,
);

test.fault(
  4,
  'a supervisor that dies at any of them leaves one end, and the whole output of a command that ran',
  async () => assertMostlyKilled(await killSupervisors(root, 10)),
  patient,
);

for (const whose of ['supervised', 'orphan'] as const) {
  test.fault(
    6,
    `a stop that dies at any of them is carried out or can be asked for again: ${whose}`,
    async () => assertMostlyKilled(await killStops(root, whose, 5)),
    patient,
  );
}

test.run();
