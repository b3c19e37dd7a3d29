import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineChecks } from '../../src/preflight/engine.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite("the engine's Python");
const world = temporaryFolder('engine-');

/** An interpreter that says its version, and knows of no module. */
function givenPython(version: string): string {
  const path = join(world, `python-${version}`);
  writeFileSync(path, `#!/bin/sh\necho "Python ${version}"\n`);
  chmodSync(path, 0o755);
  return path;
}

async function versionProblems(python: string): Promise<string[]> {
  const plan = { command: [], cwd: world, env: {}, stateFolder: world, projectRoot: world };
  const results = await Promise.all(
    engineChecks(python).map((check) => check.run(plan, new AbortController().signal)),
  );
  return results
    .flat()
    .filter(({ name, ok }) => name === 'required tools' && !ok)
    .map(({ message }) => message);
}

test('one that is too old is refused, also where it is named by its path', async () => {
  const old = givenPython('3.11.7');
  assert.equal(await versionProblems(old), [`${old} is 3.11.7, but >=3.12 is required`]);
  assert.equal(await versionProblems(givenPython('3.12.1')), []);
});

test.run();
