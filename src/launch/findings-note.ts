import type { JournalWriter } from '../journal/journal-writer.ts';
import type { Preflight } from '../preflight/run-checks.ts';

/** Writes down what the checks found, each as far as a line of the journal holds it. */
export function writeFindings(writer: JournalWriter, preflight: Preflight): void {
  const { valid, strict, skipped, durationMs, checks } = preflight;
  writer.append('launch.validated', {
    valid,
    strict,
    ...(skipped ? { skipped } : {}),
    durationMs,
    checks: checks.map(written),
  });
}

function written(check: Preflight['checks'][number]): Preflight['checks'][number] {
  const { name, ok, severity, message, hint } = check;
  return { name, ok, severity, message: message.slice(0, 2000), hint: hint.slice(0, 2000) };
}
