import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Check, CheckResult, LaunchPlan } from '../../src/preflight/check.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

/** An empty project in a folder of its own. */
export function emptyPlace(): LaunchPlan {
  const root = temporaryFolder('place-');
  const env = { PATH: process.env['PATH'] ?? '' };
  return { command: ['true'], cwd: root, env, stateFolder: join(root, '.tapps-agents'), projectRoot: root };
}

export async function resultsOf(check: Check, plan: LaunchPlan): Promise<readonly CheckResult[]> {
  return check.run(plan, new AbortController().signal);
}

/** What a check finds wrong, without its name. */
export async function findingsOf(
  check: Check,
  plan: LaunchPlan,
): Promise<Pick<CheckResult, 'severity' | 'message' | 'hint'>[]> {
  return shortened(await resultsOf(check, plan));
}

export function shortened(
  results: readonly CheckResult[],
): Pick<CheckResult, 'severity' | 'message' | 'hint'>[] {
  return results.filter(({ ok }) => !ok).map(({ severity, message, hint }) => ({ severity, message, hint }));
}

export function givenFile(path: string, content = ''): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

export function givenFolder(path: string, mode = 0o700): string {
  mkdirSync(path, { recursive: true });
  chmodSync(path, mode);
  return path;
}

const speaker = join(import.meta.dirname, 'say-findings.ts');

/** What the checks of `say-findings` find after these shell words, inside of namespaces of their own. */
export function findingsInside(
  flags: string,
  words: string,
  check: string,
  plan: LaunchPlan,
): Pick<CheckResult, 'severity' | 'message' | 'hint'>[] {
  const script = `set -e\n${words}\nexec "$NODE" --import tsx "$SPEAKER" "$CHECK" "$PLAN"`;
  const { status, stdout, stderr } = spawnSync('unshare', [flags, 'sh', '-c', script], {
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE: process.execPath,
      SPEAKER: speaker,
      CHECK: check,
      PLAN: JSON.stringify(plan),
      ROOT: plan.projectRoot,
      TSX_DISABLE_CACHE: '1',
    },
    timeout: 40_000,
  });
  if (status !== 0) throw new Error(`exit ${status}: ${stderr}${stdout}`);
  return JSON.parse(stdout);
}
