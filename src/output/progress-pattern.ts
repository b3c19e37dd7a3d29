import { compileBounded } from './bounded-pattern.ts';
import type { ProgressPattern } from './progress-match.ts';

export type CompiledPattern =
  | { readonly ok: true; readonly pattern: ProgressPattern }
  | { readonly ok: false; readonly message: string };

const GROUPS: readonly string[] = ['percent', 'step', 'steps', 'label'];

/** Compiles a pattern with at least one of the named groups percent, step, steps, label; never throws for bad input. */
export function compileProgressPattern(source: string): CompiledPattern {
  const compiled = compileBounded(source);
  if (!compiled.ok) return compiled;
  const { regex } = compiled;
  if (Object.keys(regex.namedGroups()).some((name) => GROUPS.includes(name)))
    return { ok: true, pattern: { source, regex } };
  return { ok: false, message: `none of the named groups ${GROUPS.join(', ')}, as in (?<percent>\\d+)%` };
}
