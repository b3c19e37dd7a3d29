/**
 * `npm run demo`: on a fresh clone installs and builds what is needed, then launches examples/search-index in the
 * background, watches it to its end and shows what was written down about it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const example = join(root, 'examples', 'search-index');
const program = join(root, 'dist', 'main.js');

setUp();
// A state folder makes the example a project of its own; without one the repository would be the project.
mkdirSync(join(example, '.tapps-agents'), { recursive: true, mode: 0o700 });
show('bg', 'run', '--name', 'search-index', '--tag', 'demo=yes', '--', process.execPath, 'build-index.mjs');
show('bg', 'status', 'search-index', '--watch');
show('bg', 'logs', 'search-index', '--tail', '4');
show('bg', 'replay', 'search-index');
show('bg', 'list');
show('bg', 'verify');
process.exitCode = show('bg', 'wait', 'search-index');

function setUp() {
  const installed = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  const wanted = statSync(join(root, 'package-lock.json'));
  if (installed === undefined || installed.mtimeMs < wanted.mtimeMs) {
    must(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'],
      process.platform === 'win32',
    );
  }
  must(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}

function must(command, args, shell = false) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell });
  if (status !== 0) process.exit(status ?? 1);
}

function show(...args) {
  console.log(`\n$ tapps-agents ${args.map((arg) => (arg === process.execPath ? 'node' : arg)).join(' ')}`);
  return spawnSync(process.execPath, [program, ...args], { cwd: example, stdio: 'inherit' }).status ?? 1;
}
