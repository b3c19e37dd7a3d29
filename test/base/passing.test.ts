import { statSync } from 'node:fs';
import { isPassing } from '../../src/base/passing.ts';
import { FailingCalls } from '../rig/strace.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('what the system refuses for a moment');

for (const code of ['EIO', 'ESTALE', 'EDQUOT', 'ETIMEDOUT'])
  test.fault(
    71,
    `${code} is known, also where Node has no name for it`,
    async () => {
      const folder = temporaryFolder('tapps-passing-');
      const failing = await FailingCalls.of(process.pid, folder, [`statx:error=${code}`]);
      const refusal = thrownBy(() => statSync(folder));
      await failing.end();
      assert.ok(isPassing(refusal), String(refusal));
    },
    { needs: ['strace', 'procfs'] },
  );

test('what is not there, or another kind of thing, will not be over in a moment', () => {
  assert.not.ok(isPassing(thrownBy(() => statSync('/no/such/file'))));
  assert.not.ok(isPassing(thrownBy(() => statSync('/dev/null/inside'))));
  assert.not.ok(isPassing(new Error('a mistake')));
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return null;
}

test.run();
