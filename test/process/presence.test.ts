import { processTable } from '../../src/process/identity.ts';
import { presenceOf } from '../../src/process/presence.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('who is there, where the system does not say who we are');
const traced = { needs: ['strace', 'procfs'], timeoutMs: 60_000 } as const;
const nobody = 4_194_303;

function whoWeAre(): string {
  const sighting = processTable.sight(process.pid);
  if (sighting.seen !== 'alive') throw new Error(`we are ${sighting.seen}`);
  return sighting.startToken;
}

// The first test of this file: who we are is asked for once.
test.fault(
  50,
  'a process of another container is not dead because we were refused a look at ourselves',
  async () => {
    const own = whoWeAre();
    const [system, boot, , ticks] = own.split(':');
    const foreign = { pid: nobody, startToken: `${system}:${boot}:1:${ticks}` };
    const refused = ['openat:error=EMFILE'];
    const first = await FailingCalls.of(process.pid, `/proc/${process.pid}/stat`, refused);
    assert.is(presenceOf(foreign), 'unknown');
    await first.end();
    assert.is(presenceOf(foreign), 'unknown');
    assert.is(presenceOf({ pid: nobody, startToken: own }), 'dead');
    const second = await FailingCalls.of(process.pid, `/proc/${process.pid}/stat`, refused);
    assert.is(presenceOf(foreign), 'unknown');
    assert.is(presenceOf({ pid: nobody, startToken: own }), 'dead', 'who we are was known before');
    await second.end();
  },
  traced,
);

test.run();
