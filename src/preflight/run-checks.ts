import { monotonicMs, sleepMs } from '../base/clock.ts';
import type { Check, CheckResult, LaunchPlan } from './check.ts';

/** What the pre-flight found: everything at once, never only the first. */
export type Preflight = {
  readonly valid: boolean;
  readonly durationMs: number;
  readonly checks: readonly CheckResult[];
};

const checkLimitMs = 5000;

/** Runs all checks side by side. One that takes over five seconds becomes a warning with its name. */
export async function runChecks(checks: readonly Check[], plan: LaunchPlan): Promise<Preflight> {
  const startedMs = monotonicMs();
  const results = (await Promise.all(checks.map((check) => runOne(check, plan)))).flat();
  const valid = results.every(({ ok, severity }) => ok || severity === 'warning');
  return { valid, durationMs: Math.round(monotonicMs() - startedMs), checks: results };
}

async function runOne(check: Check, plan: LaunchPlan): Promise<readonly CheckResult[]> {
  const limit = new AbortController();
  const tooSlow = sleepMs(checkLimitMs, null, { signal: limit.signal, ref: false }).catch(() => null);
  const found = await Promise.race([check.run(plan, limit.signal), tooSlow]);
  limit.abort();
  if (found !== null) return found;
  const message = `The check "${check.name}" gave no answer within ${checkLimitMs / 1000} s and was left out`;
  return [
    { name: check.name, ok: false, severity: 'warning', message, hint: 'see what hangs: run it by hand' },
  ];
}
