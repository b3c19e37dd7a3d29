// timeout: 300s
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { forkWriter } from '../rig/fork-writer.ts';
import { requested } from '../rig/given-events.ts';
import { givenJournal } from '../rig/given-journal.ts';
import { eventually } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { floodJournal, stormJournals } from './journal-storm.ts';

const test = suite('journal storm');

/** The soak appends and kills many times as much. */
const appendsEach = 4000;
const killsEach = 20;

test.fault(
  1,
  `8 writers × ${appendsEach} appends: nothing is mixed, nothing is lost, each writer's order is kept`,
  () => floodJournal(8, appendsEach),
  { timeoutMs: 120_000 },
);

test.fault(
  2,
  `${3 * killsEach} writers are killed amid their appends: no acknowledged event is lost`,
  async () => {
    const { kills, acknowledged } = await stormJournals(3, killsEach);
    assert.is(kills, 3 * killsEach);
    assert.ok(acknowledged >= kills, 'a storm in which nobody writes proves nothing');
  },
  { timeoutMs: 120_000 },
);

test.fault(
  2,
  'a writer that is stopped between its look and its write, while another tears a line, is told of nothing that cannot be read',
  async () => {
    const journal = givenJournal(requested());
    const log = join(temporaryFolder('tapps-strace-'), 'log');
    // It reads what is there, then that there is no more; behind that second read it stops.
    const inject = ['-e', 'trace=pread64', '-e', 'inject=pread64:signal=SIGSTOP:when=2'];
    const wrapper = ['strace', '-f', '-qq', '-o', log, '-P', journal.path, ...inject];
    const writer = forkWriter(journal, 'again', 1, { wrapper });
    const stopped = await eventually(() => /^(\d+) .*stopped by SIGSTOP/m.exec(textOf(log)), 30_000);
    appendFileSync(journal.path, journal.bytes().subarray(0, 100));
    process.kill(Number(stopped[1]), 'SIGCONT');
    assert.is(await writer.ended, 0);
    const { events, corrupt } = journal.read();
    const [by = '', ...numbers] = writer.said;
    assert.equal(numbers, ['1'], 'it was told that its event is on disk');
    assert.equal(
      events.map(({ event }) => `${event.by} ${event.n}`),
      [`${events[0]?.event.by} 1`, `${by} 1`],
    );
    assert.is(corrupt.length, 1, 'what tore is counted');
    assert.equal(
      journal.verify().findings.map(({ kind }) => kind),
      ['healed'],
    );
  },
  { needs: 'strace' },
);

test.run();

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
