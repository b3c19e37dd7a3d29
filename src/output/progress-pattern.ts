import type { RE2JS } from 're2js';
import { compileBounded } from './bounded-pattern.ts';
import { progressFromFields } from './progress-fields.ts';
import type { Progress } from './progress-line.ts';

/** A user's `--progress REGEX`, compiled by an engine that takes time linear in the line. */
export type ProgressPattern = { readonly source: string; readonly regex: RE2JS };

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

/** The first match in a plain line; values that make no sense are ignored key by key. */
export function readWithPattern(pattern: ProgressPattern, text: string): Progress | null {
  const matcher = pattern.regex.matcher(text);
  return matcher.find() ? progressFromFields(matcher.getNamedGroups()) : null;
}
