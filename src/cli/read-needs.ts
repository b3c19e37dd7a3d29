import { FailureError } from '../../schemas/failure.ts';
import type { Settings } from '../config/settings.ts';
import { parseRequirement } from '../preflight/requirement.ts';
import type { Thoroughness } from '../preflight/run-checks.ts';

export type NeedArguments = {
  readonly requireFile?: readonly string[] | undefined;
  readonly requireTool?: readonly string[] | undefined;
  readonly requireEnv?: readonly string[] | undefined;
};

export type ThoroughnessArguments = {
  readonly strict?: boolean | undefined;
  readonly noValidate?: boolean | undefined;
};

/** What the options declare to be needed, in the words of the configuration. Throws `usage` for what is none. */
export function readNeeds({ requireFile = [], requireTool = [], requireEnv = [] }: NeedArguments): string[] {
  return [
    ...requireFile.map((file) => checked(`file:${file}`, '--require-file')),
    ...requireTool.map((tool) => checked(tool, '--require-tool')),
    ...requireEnv.map((name) => checked(`env:${name}`, '--require-env')),
  ];
}

/** How much is checked: the options count more than the configuration. */
export function readThoroughness(args: ThoroughnessArguments, settings: Settings): Thoroughness {
  if (args.noValidate === true && args.strict === true) {
    const message = '--strict and --no-validate contradict each other';
    throw new FailureError({ code: 'usage', message, hint: 'leave one of them out' });
  }
  if (args.noValidate === true) return 'skipped';
  if (args.strict === true) return 'strict';
  if (!settings.validationEnabled) return 'skipped';
  return settings.strictValidation ? 'strict' : 'normal';
}

const hints: Readonly<Record<string, string>> = {
  '--require-file': 'write --require-file requirements.md',
  '--require-tool': 'write --require-tool "python3>=3.12"',
  '--require-env': 'write --require-env API_KEY: its name alone',
};

/** The text itself is not repeated: it may hold a value that nobody is to see. */
function checked(text: string, option: string): string {
  const requirement = parseRequirement(text);
  if (!('problem' in requirement)) return text;
  const message = `${option}: ${requirement.problem}`;
  throw new FailureError({ code: 'usage', message, hint: hints[option] ?? '' });
}
