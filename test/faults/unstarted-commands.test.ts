import { closeSync, existsSync, fstatSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultSettings } from '../../src/config/settings.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { supervisionOrder } from '../../src/launch/supervision-order.ts';
import { runBriefly } from '../../src/notify/run-briefly.ts';
import { openOutputForAppend } from '../../src/output/output-file.ts';
import { keepNewest } from '../../src/output/truncate-output.ts';
import { runToEnd } from '../../src/process/run-to-end.ts';
import { spawnAtGate } from '../../src/supervise/gate.ts';
import { assert, suite } from '../rig/suite.ts';
import { takeDescriptors } from '../rig/taken-descriptors.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { requestOf } from '../supervise/request-of.ts';

const test = suite('no descriptor is free to start a program with');
const folder = temporaryFolder('tapps-unstarted-');
const needs = { needs: 'procfs' } as const;

/** What comes of it while no descriptor is free; what else an error may do, it does before this is over. */
async function withoutDescriptors<Outcome>(act: () => Promise<Outcome>, free = 0): Promise<Outcome> {
  const taken = takeDescriptors(free);
  try {
    return await act();
  } finally {
    await new Promise((resolve) => setTimeout(resolve, 20));
    taken.giveBack();
  }
}

test.fault(
  35,
  'a command: it could not be started, and why',
  async () => {
    const path = (name: string): string => join(folder, name);
    const place = { id: 'abcd1234', journal: path('j'), output: path('o'), marker: 'm' };
    const site = { project: projectAt(folder), settings: defaultSettings, watcherEntry: '' };
    const order = supervisionOrder(
      requestOf(['true'], folder),
      { ...place, ticket: null, after: null },
      site,
    );
    const outcome = await withoutDescriptors(() => spawnAtGate(order, 2));
    assert.is('code' in outcome ? outcome.code : 'started', 'EMFILE');
  },
  needs,
);

test.fault(
  35,
  'the command of a step: it could not be started, and why',
  async () => {
    const limited = { command: ['touch', 'ran'], cwd: folder, env: {}, timeoutMs: null, marker: 'm' };
    const end = await withoutDescriptors(() => runToEnd(limited));
    assert.equal(end, { how: 'not_started', cause: 'EMFILE', durationMs: 0 });
    assert.not.ok(existsSync(join(folder, 'ran')));
  },
  needs,
);

test.fault(
  35,
  'the command of a notice: it could not be started, and why',
  async () => {
    const limits = { input: '', limitMs: 5000, listenTo: 'stderr' } as const;
    const program = { command: ['touch', 'ran'], cwd: folder, env: {}, ...limits };
    const end = await withoutDescriptors(() => runBriefly(program));
    assert.equal(end, { how: 'not_started', cause: 'EMFILE' });
  },
  needs,
);

test.fault(
  35,
  'what cuts an output: it stays as it is until it can be cut',
  async () => {
    const path = join(folder, 'long');
    writeFileSync(path, 'x'.repeat(100_000), { mode: 0o600 });
    const fd = openOutputForAppend(path);
    const cut = (): Promise<number> => keepNewest({ path, fd }, 50_000);
    await import('execa'); // whoever cuts has it loaded from the second time on
    assert.is(await withoutDescriptors(cut, 2), 0);
    assert.is(fstatSync(fd).size, 100_000);
    assert.ok((await cut()) > 0);
    closeSync(fd);
  },
  needs,
);

test.run();
