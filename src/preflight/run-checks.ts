import { monotonicMs, sleepMs } from '../base/clock.ts';
import { debug } from '../base/debug.ts';
import { safeText } from '../output/safe-text.ts';
import type { Check, CheckResult, LaunchPlan } from './check.ts';

/** What the pre-flight found: everything at once, never only the first. */
export type Preflight = {
  readonly valid: boolean;
  /** Warnings count as errors. */
  readonly strict: boolean;
  /** The user wanted no checks but those that this program itself relies on. */
  readonly skipped: boolean;
  readonly durationMs: number;
  readonly checks: readonly CheckResult[];
};

export type Thoroughness = 'normal' | 'strict' | 'skipped';

const checkLimitMs = 5000;

/**
 * Runs all checks side by side. One that takes over five seconds, or breaks, becomes a warning with its name: a
 * pre-flight that fails is no reason to refuse work.
 */
export async function runChecks(
  checks: readonly Check[],
  plan: LaunchPlan,
  thoroughness: Thoroughness = 'normal',
): Promise<Preflight> {
  const startedMs = monotonicMs();
  const strict = thoroughness === 'strict';
  const limit = new AbortController();
  const tooSlow = sleepMs(checkLimitMs, null, { signal: limit.signal }).catch(() => null);
  const limits = { signal: limit.signal, tooSlow, strict };
  const results = (await Promise.all(checks.map((check) => runOne(check, plan, limits)))).flat();
  limit.abort();
  const valid = results.every(({ ok, severity }) => ok || severity === 'warning');
  const durationMs = Math.round(monotonicMs() - startedMs);
  return { valid, strict, skipped: thoroughness === 'skipped', durationMs, checks: results };
}

/** Of all checks together: they begin at the same time. */
type Limits = { readonly signal: AbortSignal; readonly tooSlow: Promise<null>; readonly strict: boolean };

async function runOne(
  check: Check,
  plan: LaunchPlan,
  { strict, ...limits }: Limits,
): Promise<readonly CheckResult[]> {
  const found = await findingsInTime(check, plan, limits);
  return strict && check.isAdvice !== true
    ? found.map((one) => ({ ...one, severity: 'error' as const }))
    : found;
}

async function findingsInTime(
  check: Check,
  plan: LaunchPlan,
  { signal, tooSlow }: Omit<Limits, 'strict'>,
): Promise<readonly CheckResult[]> {
  const running = check.run(plan, signal).catch((error: unknown) => [broken(check, error)]);
  const found = await Promise.race([running, tooSlow]);
  if (found !== null) return found;
  const message = `The check "${check.name}" gave no answer within ${checkLimitMs / 1000} s and was left out`;
  return [
    { name: check.name, ok: false, severity: 'warning', message, hint: 'see what hangs: run it by hand' },
  ];
}

function broken({ name }: Check, error: unknown): CheckResult {
  debug('a check broke', { name, error: String(error) });
  const message = `The check "${name}" broke and was left out: ${safeText(String(error), { maxChars: 300 })}`;
  return { name, ok: false, severity: 'warning', message, hint: 'see --debug' };
}
