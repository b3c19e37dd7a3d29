import { launchesAtOnce } from '../../src/cli/launches-at-once.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('words that launch something, at a glance');

for (const typed of [
  'bg run -- true',
  '-C /tmp bg run --name a -- make -j 4 --dry-run',
  'bg run -- sh --help',
])
  test(`${typed} does`, () => assert.equal(launchesAtOnce(typed.split(' ')), { isDebugged: false }));

test('what supervisors say is wanted where this program is to tell what it does', () => {
  assert.equal(launchesAtOnce(['bg', 'run', '--debug', '--', 'true']), { isDebugged: true });
  assert.equal(launchesAtOnce(['bg', 'run', '--', 'true', '--debug']), { isDebugged: false });
});

const others = ['', 'bg', 'bg run', 'bg run --', 'bg list -- a', 'bg status k3f9', '-C', '-C bg run -- true'];
const questions = ['bg run --dry-run -- true', 'bg run --help -- true', 'bg run -h -- true'];
for (const typed of [...others, ...questions])
  test(`"${typed}" does not`, () => assert.is(launchesAtOnce(typed.split(' ')), null));

test.run();
