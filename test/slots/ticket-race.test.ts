import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readTickets } from '../../src/slots/tickets.ts';
import { bundle } from '../rig/bundle.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('tickets under a race');

const racers = 20;
const kills = 20;
const rounds = 5;
const options = { timeoutMs: 120_000 };

const scratch = temporaryFolder('tapps-race-');
const racer = join(scratch, 'racer.mjs');
bundle(join(import.meta.dirname, '..', 'rig', 'ticket-racer.ts'), racer);
test.after(() => rmSync(scratch, { recursive: true, force: true }));

for (const limit of [1, 3]) {
  test(
    `${racers} programs, ${kills} of them killed anywhere: never more than ${limit} in at once, and all get in`,
    async () => {
      const log = await race('slots', limit);
      assert.equal(violationsIn(log), []);
      const numbers = log.filter((line) => line.startsWith('in ')).map((line) => Number(line.slice(3)));
      assert.ok(numbers.length >= racers * rounds);
      if (limit === 1)
        assert.equal(
          numbers,
          numbers.toSorted((a, b) => a - b),
          'in the order of their tickets',
        );
    },
    options,
  );
}

test(
  'of any number that would be the only holder one is, also when holders are killed',
  async () => {
    const log = await race('sole', 1);
    assert.equal(violationsIn(log), []);
  },
  options,
);

test.run();

/** Every line of the log, when as many racers as wanted have gone all their rounds. */
async function race(mode: 'slots' | 'sole', limit: number): Promise<string[]> {
  const folder = mkdtempSync(join(scratch, 'folder-'));
  for (const name of ['tickets', 'inside']) mkdirSync(join(folder, name));
  const start = (): ChildProcess =>
    spawn(process.execPath, [racer, folder, mode, `${limit}`, `${rounds}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_V8_COVERAGE: undefined },
    });
  const running = Array.from({ length: racers }, start);
  for (let n = 0; n < kills; n += 1) {
    await sleep(20 + Math.random() * 60);
    const place = Math.floor(Math.random() * racers);
    const victim = running[place];
    if (victim === undefined) continue;
    victim.kill('SIGKILL');
    await exitOf(victim);
    running[place] = start();
  }
  for (const child of running) assert.is(await exitOf(child), 0);
  assert.equal(readTickets(join(folder, 'tickets')).filter(isOf(running)), [], 'all were given back');
  return readFileSync(join(folder, 'log'), 'utf8').trimEnd().split('\n');
}

function isOf(running: readonly ChildProcess[]): (ticket: { owner: { pid: number } }) => boolean {
  const pids = running.map(({ pid }) => pid);
  return ({ owner }) => pids.includes(owner.pid);
}

function violationsIn(log: readonly string[]): string[] {
  return log.filter((line) => line.startsWith('violation'));
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once('exit', resolve));
}
