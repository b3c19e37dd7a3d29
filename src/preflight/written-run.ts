import type { RunSpec } from '../../projections/past-failures.ts';
import { redactArguments, redactText } from '../output/redact.ts';

/** A run as it was asked for, with its secrets. */
export type AskedRun = {
  readonly type: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly prompt: string | null;
};

/** The same as a journal would name it: only so it can be compared with what journals hold. */
export function writtenRun({ type, command, cwd, prompt }: AskedRun): RunSpec {
  return {
    type: [...redactText(type)].slice(0, 80).join(''),
    command: redactArguments(command),
    cwd: redactText(cwd).slice(0, 4096),
    prompt: prompt === null ? null : redactText(prompt),
  };
}
