import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, suite } from '../rig/suite.ts';

const test = suite('how a program ends');
const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'program-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** How a program ends whose main function does this. */
function endOf(main: string): number | null {
  const entry = join(folder, 'main.ts');
  const runProgram = join(root, 'src', 'base', 'run-program.ts');
  writeFileSync(
    entry,
    `import { runProgram } from ${JSON.stringify(runProgram)};\nrunProgram(async () => { ${main} });\nconst limit = 7;\n`,
  );
  return spawnSync(process.execPath, ['--import', 'tsx', entry], { cwd: root, stdio: 'ignore' }).status;
}

test('one that gets to its end ends well, or as it says', () => {
  assert.is(endOf(''), 0);
  assert.is(endOf('process.exitCode = 4;'), 4);
});

test('one that waits for what never comes does not look like a success', () => {
  assert.is(endOf('await new Promise(() => {});'), 13);
});

test('one that breaks fails', () => {
  assert.is(endOf("throw new Error('broken');"), 1);
});

test('what stands below has its value when it begins', () => {
  assert.is(endOf('process.exitCode = limit;'), 7);
});

test.run();
