import { rmSync } from 'node:fs';
import { judge } from '../../projections/judge.ts';
import type { JudgedRun } from '../../projections/past-failures.ts';
import { pastFailuresCheck } from '../../src/preflight/past-failures.ts';
import { everyoneIsGone, stateAfter } from '../projections/told.ts';
import { exited, launched, requested, started, validated } from '../rig/given-events.ts';
import { assert, suite } from '../rig/suite.ts';
import { emptyPlace, findingsOf, resultsOf } from './place-checks.ts';

const test = suite('past failures check');
const plan = emptyPlace();
test.after(() => rmSync(plan.projectRoot, { recursive: true, force: true }));

const secret = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';
const asked = { type: 'curl', command: ['curl', '-u', `me:${secret}`, 'host'], cwd: '/p', prompt: null };

/** A run as its journal holds it: without the secret. */
function run(code: number, envNames: string[] = ['HOME']): JudgedRun {
  const written = {
    type: 'curl',
    command: ['curl', '-u', 'me:***', 'host'] as [string, ...string[]],
    cwd: '/p',
  };
  const events = [
    requested({ ...written, envNames }),
    validated(),
    launched(),
    started(),
    exited({ code, durationMs: 5 }),
  ];
  const state = stateAfter(...events);
  return { state, verdict: judge(state, everyoneIsGone) };
}

const check = (runs: readonly JudgedRun[]) => pastFailuresCheck(asked, async () => runs);

test('a command with a secret is known again by what its journals hold of it', async () => {
  assert.equal(await findingsOf(check([run(7), run(7), run(7)]), plan), [
    {
      severity: 'warning',
      message:
        'The last 3 runs of this failed within 30 s for the same reason: exited with code 7 (latest: k3f9a2c7)',
      hint: 'see what it said: tapps-agents bg logs k3f9a2c7',
    },
  ]);
});

test('the last good run is told in the same line, and what a journal says is shown harmless', async () => {
  const [finding] = await findingsOf(check([run(7), run(7), run(7), run(0, ['HOME', 'X\u001b[31m'])]), plan);
  assert.match(
    finding?.message ?? '',
    '; the last good run was k3f9a2c7 (2026-01-01 12:00 UTC): with X\\x1b[31m in the environment',
  );
  const [same] = await findingsOf(check([run(7), run(7), run(7), run(0)]), plan);
  assert.match(same?.message ?? '', 'nothing that is written down was different');
});

test('a history without a lesson passes', async () => {
  const [result] = await resultsOf(check([run(7), run(7)]), plan);
  assert.is(result?.ok, true);
});

test.run();
