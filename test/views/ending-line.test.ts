import { endingLine } from '../../src/views/ending-line.ts';
import { assert, suite } from '../rig/suite.ts';
import { ended } from './any-process.ts';

const test = suite('the line that tells an end');

test('one line for each end', () => {
  const lines = [
    ended({ status: 'completed' }),
    ended({ status: 'completed', kind: 'workflow' }),
    ended({ status: 'failed', message: 'exited with code 3' }),
    ended({ status: 'failed', kind: 'agent', message: null }),
    ended({ status: 'stopped', message: 'stopped: enough' }),
    ended({ status: 'stopped', message: null }),
    ended({ status: 'rejected', kind: null, message: 'Command not found: mak' }),
  ].map(endingLine);
  assert.equal(lines, [
    '✅ Process k3f9a2c7 completed successfully',
    '✅ Workflow k3f9a2c7 completed successfully',
    '❌ Process k3f9a2c7 failed: exited with code 3',
    '❌ Agent k3f9a2c7 failed',
    '⏹️  Process k3f9a2c7 was stopped: enough',
    '⏹️  Process k3f9a2c7 was stopped',
    '❌ Process k3f9a2c7 rejected: Command not found: mak',
  ]);
});

test('a hostile message is escaped', () => {
  assert.match(endingLine(ended({ status: 'failed', message: 'a\n\x1b[2J' })), /failed: a\\n\\x1b\[2J$/);
});

test.run();
