// timeout: 240s
import { assert, suite } from '../rig/suite.ts';
import { WatchedProject } from '../rig/watched-project.ts';
import { startAndStop } from './starts-and-stops.ts';

const test = suite('nothing is left');
const project = new WatchedProject();
test.after(() => project.end());

test.fault(
  66,
  'twelve launches at once and five one after the other leave no process, file, descriptor or watch behind',
  async () => {
    const { launches, before, during, after } = await startAndStop(project, { atOnce: 12, cycles: 5 });
    assert.is(launches, 17);
    assert.ok(during.watches > before.watches, 'what is watched is not counted: the test proves nothing');
    assert.ok(after.descriptors <= before.descriptors && after.watches <= before.watches);
  },
  { needs: 'procfs', timeoutMs: 180_000 },
);

test.run();
