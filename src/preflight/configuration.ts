import { relative } from 'node:path';
import { readSettings } from '../config/settings.ts';
import { safeText } from '../output/safe-text.ts';
import type { Check } from './check.ts';

/** The project's configuration can be read and says nothing impossible. */
export function configurationCheck(file: string): Check {
  return {
    name: 'configuration',
    run: async ({ projectRoot }) => {
      const { problem } = readSettings(file);
      if (problem === null)
        return [{ name: 'configuration', ok: true, severity: 'error', message: 'readable', hint: '' }];
      const where = `${relative(projectRoot, problem.file)}${problem.line === null ? '' : `:${problem.line}`}`;
      const message = `Invalid configuration: ${where}: ${safeText(problem.message, { maxChars: 500 })}`;
      return [{ name: 'configuration', ok: false, severity: 'error', message, hint: `mend ${where}` }];
    },
  };
}
