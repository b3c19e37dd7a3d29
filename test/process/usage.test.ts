import { type Look, UsageSampler } from '../../src/process/usage.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('samples of what a tree uses');
const nothing = { cpuPercent: null, memoryBytes: null };

/** A sampler whose looks give these answers, one after the other. */
function answering(...answers: readonly ReturnType<Look>[]): UsageSampler {
  const left = [...answers];
  return new UsageSampler(() => left.shift() ?? Promise.reject(new Error('no more answers')));
}

const seen = (pid: number, cpu: number, memory: number) => ({ [pid]: { pid, cpu, memory } });

test('the first look at a pid says nothing of its CPU, the second does', async () => {
  const sampler = answering(
    Promise.resolve(seen(7, 99, 100)),
    Promise.resolve({ ...seen(7, 12.34, 100), ...seen(8, 50, 50) }),
  );
  assert.equal(await sampler.sample([7]), { cpuPercent: null, memoryBytes: 100 });
  assert.equal(await sampler.sample([7, 8]), { cpuPercent: 12.3, memoryBytes: 150 });
});

test('a pid that was not seen before counts by its life so far, also after a look that failed', async () => {
  const child = { 8: { pid: 8, cpu: 0, memory: 50, ctime: 900, elapsed: 1000 } };
  const sampler = answering(
    Promise.resolve(seen(7, 0, 100)),
    Promise.resolve({ ...seen(7, 5, 100), ...child }),
    Promise.reject(new Error('No matching pid found')),
    Promise.resolve(child),
    Promise.resolve(seen(8, 70, 50)),
  );
  const cpuOf = async (pids: readonly number[]) => (await sampler.sample(pids)).cpuPercent;
  assert.equal(
    [await cpuOf([7]), await cpuOf([7, 8]), await cpuOf([8]), await cpuOf([8]), await cpuOf([8])],
    [null, 95, null, 90, 70],
  );
});

test.fault(65, 'a look that fails is no sample, and the next one is', async () => {
  const sampler = answering(
    Promise.reject(new Error('No matching pid found')),
    Promise.resolve(seen(7, 0, 2)),
    Promise.resolve(seen(7, 1, 2)),
  );
  assert.equal(await sampler.sample([7]), nothing);
  assert.equal(await sampler.sample([7]), { cpuPercent: null, memoryBytes: 2 }); // pidusage has not seen it before
  assert.equal(await sampler.sample([7]), { cpuPercent: 1, memoryBytes: 2 });
});

test.fault(65, 'NaN and infinities are no measure, nor less than nothing', async () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
    const look = Promise.resolve(seen(7, wrong, wrong));
    const both = Promise.resolve({ ...seen(7, wrong, wrong), ...seen(8, 5, 5) });
    const sampler = answering(look, both, both);
    assert.equal(await sampler.sample([7]), nothing);
    assert.equal(await sampler.sample([7, 8]), { cpuPercent: null, memoryBytes: 5 });
    assert.equal(await sampler.sample([7, 8]), { cpuPercent: 5, memoryBytes: 5 });
  }
});

test.fault(65, 'a look that hangs is given up, and no second one is begun beside it', async () => {
  let looks = 0;
  let answer = (): void => {};
  const sampler = new UsageSampler(() => {
    looks += 1;
    return new Promise((resolve) => {
      answer = () => resolve(seen(7, 1, 2));
    });
  });
  assert.equal(await sampler.sample([7]), nothing);
  assert.equal(await sampler.sample([7]), nothing);
  assert.is(looks, 1);
  answer();
  await new Promise((resolve) => setImmediate(resolve));
  void sampler.sample([7]);
  assert.is(looks, 2);
  answer();
});

test.fault(65, 'PIDUSAGE_MAXAGE=0 does not reach pidusage, which would open files for ever', async () => {
  process.env['PIDUSAGE_MAXAGE'] = '0';
  const sampler = new UsageSampler();
  assert.ok(((await sampler.sample([process.pid])).memoryBytes ?? 0) > 0);
  assert.ok(((await sampler.sample([process.pid])).memoryBytes ?? 0) > 0);
});

test.run();
