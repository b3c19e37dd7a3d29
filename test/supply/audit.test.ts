import { execFile } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';
import { root } from './lock-file.ts';

const test = suite('npm run audit');

test('signatures that are all there are well', async () => {
  const { code, said } = await audit({ invalid: [], missing: [] }, 0);
  assert.is(code, 0);
  assert.match(said, /^Every installed package carries a signature/);
});

test('a package whose signature is invalid or lacking fails, and is named', async () => {
  const ajv = { name: 'ajv', version: '8.20.0' };
  const invalid = await audit({ invalid: [ajv], missing: [] }, 1);
  assert.is(invalid.code, 1);
  assert.match(invalid.said, /invalid signature: ajv@8\.20\.0/);
  const missing = await audit({ invalid: [], missing: [ajv] }, 0);
  assert.is(missing.code, 1);
  assert.match(missing.said, /no signature: ajv@8\.20\.0/);
});

test('a registry that signs nothing, or whose keys are out of reach, is said aloud and no failure', async () => {
  for (const error of [
    { code: 'ENOTFOUND', summary: 'request to https://keys.invalid failed' },
    { code: '', summary: 'found no dependencies to audit that were installed from a supported registry' },
  ]) {
    const { code, said } = await audit({ error }, 1);
    assert.is(code, 0, said);
    assert.match(said, /^NOT CHECKED: .*(?:keys\.invalid|supported registry)/);
  }
});

test('anything else that goes wrong fails', async () => {
  for (const answer of [{ error: { code: 'EACCES', summary: 'no' } }, { invalid: 0 }, 'nothing at all', null])
    assert.is((await audit(answer, 1)).code, 1, JSON.stringify(answer));
  assert.is((await audit({ invalid: [], missing: [] }, 1)).code, 1);
});

test.run();

/** The script, with an npm first in PATH that answers as it is told. */
function audit(answer: unknown, npmCode: number): Promise<{ code: number; said: string }> {
  const folder = temporaryFolder('tapps-audit-');
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  writeFileSync(join(folder, 'npm'), `#!/bin/sh\ncat <<'END'\n${text}\nEND\nexit ${npmCode}\n`);
  chmodSync(join(folder, 'npm'), 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/audit.mjs'], { cwd: root, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
}
