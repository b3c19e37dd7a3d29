import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('the watch of one file');
const program = join(import.meta.dirname, 'late-removal.ts');

test.skipUnless('procfs', 'one whose file is gone stays closed, whatever chokidar hears of it later', () => {
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1', NODE_V8_COVERAGE: undefined };
  const args = ['--import', 'tsx', program, temporaryFolder('tapps-watch-')];
  const said = execFileSync(process.execPath, args, { env, encoding: 'utf8', timeout: 30_000 });
  assert.equal(JSON.parse(said), { told: ['removed'], watches: 0 });
});

test.run();
