import { rmSync } from 'node:fs';
import { clockCheck } from '../../src/preflight/clock.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsOf } from './place-checks.ts';

const test = suite('clock');
const plan = emptyPlace();
test.after(() => rmSync(plan.projectRoot, { recursive: true, force: true }));

const at = (now: string, lastWritten: string | null) =>
  findingsOf(
    clockCheck({
      nowMs: () => Date.parse(now),
      lastWrittenMs: () => (lastWritten === null ? null : Date.parse(lastWritten)),
    }),
    plan,
  );

test('a time before this program was made is wrong', async () => {
  assert.equal(await at('1970-01-01T00:03:00Z', null), [
    {
      severity: 'warning',
      message:
        'The clock of this machine is wrong: it says 1970-01-01 00:03 UTC, which is before this program was made',
      hint: 'set it: sudo timedatectl set-ntp true',
    },
  ]);
  assert.equal(await at('2025-01-01T00:00:00Z', null), []);
});

test('a time before the latest journal was written is wrong', async () => {
  const [finding] = await at('2026-03-01T10:00:00Z', '2026-03-03T13:00:00Z');
  assert.is(
    finding?.message,
    'The clock of this machine is wrong: it says 2026-03-01 10:00 UTC, 2d 3h before the latest journal here was written',
  );
});

test('a file server whose clock is some minutes off is no reason to speak', async () => {
  assert.equal(await at('2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z'), []);
  assert.is((await at('2026-03-01T10:00:00Z', '2026-03-01T11:00:01Z')).length, 1);
});

test.run();
