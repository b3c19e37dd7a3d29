import { safeText } from '../output/safe-text.ts';
import type { Check } from './check.ts';

/** The patterns that a launch's output is to be read with; null is none. */
export type AskedPatterns = {
  readonly progressPattern: string | null;
  readonly failOn: string | null;
  readonly doneOn: string | null;
};

/** Each pattern compiles, and that of `--progress` has a group that can be read. Who has none loads no pattern engine. */
export function patternChecks({ progressPattern, failOn, doneOn }: AskedPatterns): readonly Check[] {
  return [
    ...patternCheck('progress', progressPattern, compileProgress, progressHint),
    ...patternCheck('fail-on', failOn, compileLine, "write --fail-on '^FATAL'"),
    ...patternCheck('done-on', doneOn, compileLine, "write --done-on 'All tests passed'"),
  ];
}

async function compileProgress(source: string): Promise<Compiled> {
  return (await import('../output/progress-pattern.ts')).compileProgressPattern(source);
}

async function compileLine(source: string): Promise<Compiled> {
  return (await import('../output/line-pattern.ts')).compileLinePattern(source);
}

const progressHint = 'name a group percent, step, steps or label: (?<percent>[0-9]+)%';

type Compiled = { readonly ok: true } | { readonly ok: false; readonly message: string };

function patternCheck(
  option: string,
  source: string | null,
  compile: (source: string) => Promise<Compiled>,
  hint: string,
): readonly Check[] {
  if (source === null) return [];
  const name = `${option} pattern`;
  const run: Check['run'] = async () => {
    const compiled: Compiled = source === '' ? { ok: false, message: 'it is empty' } : await compile(source);
    if (compiled.ok) return [{ name, ok: true, severity: 'error', message: 'compiles', hint: '' }];
    const message = `Invalid --${option} pattern: ${safeText(compiled.message, { maxChars: 300 })}`;
    return [{ name, ok: false, severity: 'error', message, hint }];
  };
  return [{ name, run }];
}
