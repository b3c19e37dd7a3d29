/**
 * `npm run audit`: asks the registry whether it signed what is installed. What is invalid or unsigned where others are
 * signed fails; a registry that signs nothing or keys that cannot be fetched are said aloud, and no failure.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const unreachable =
  /^(?:E404|E400|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH)$/;
const unsupported = /supported registry|TUF/;

process.exitCode = main();

function main() {
  const { stdout, status, error } = spawnSync('npm', ['audit', 'signatures', '--json'], {
    cwd: join(import.meta.dirname, '..'),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  if (error !== undefined) return fail(`npm cannot be run: ${error.message}`);
  const answer = parse(stdout);
  if (answer === null) return fail(`npm audit signatures exited with ${status} and said no JSON`);
  return answer.error === undefined ? judge(answer, status) : judgeError(answer.error);
}

function parse(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null; // Whatever it is, it is no answer.
  }
}

function judge({ invalid, missing }, status) {
  if (!Array.isArray(invalid) || !Array.isArray(missing))
    return fail('npm audit signatures answered something else');
  for (const { name, version } of invalid) console.error(`invalid signature: ${name}@${version}`);
  for (const { name, version } of missing) console.error(`no signature: ${name}@${version}`);
  if (status !== 0 || invalid.length + missing.length > 0) return fail('signatures are not as they must be');
  console.log('Every installed package carries a signature of its registry.');
  return 0;
}

function judgeError({ code = '', summary = '' }) {
  if (!unreachable.test(code) && !unsupported.test(summary)) return fail(`${code} ${summary}`.trim());
  console.log(`NOT CHECKED: signatures are not offered or not in reach here (${summary}).`);
  console.log('What is installed still is what package-lock.json holds the SHA-512 of.');
  return 0;
}

function fail(why) {
  console.error(`audit failed: ${why}`);
  return 1;
}
