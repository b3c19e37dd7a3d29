import { compileProgressPattern } from '../output/progress-pattern.ts';
import { safeText } from '../output/safe-text.ts';
import type { Check } from './check.ts';

/** The pattern of `--progress` compiles and has a group that can be read. */
export function progressPatternCheck(source: string): Check {
  return {
    name: 'progress pattern',
    run: async () => {
      const compiled = compileProgressPattern(source);
      if (compiled.ok)
        return [{ name: 'progress pattern', ok: true, severity: 'error', message: 'compiles', hint: '' }];
      const message = `Invalid --progress pattern: ${safeText(compiled.message, { maxChars: 300 })}`;
      const hint = 'name a group percent, step, steps or label: (?<percent>[0-9]+)%';
      return [{ name: 'progress pattern', ok: false, severity: 'error', message, hint }];
    },
  };
}
