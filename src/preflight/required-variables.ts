import type { Check } from './check.ts';
import type { Environment } from './command-path.ts';
import { error, type Finding, shownPath, warning } from './command-words.ts';
import { resultsOf } from './required-result.ts';
import type { Requirement } from './requirement.ts';

export type RequiredVariable = Extract<Requirement, { readonly kind: 'env' }>;

/** The variables are set for the launch and say something. Their values are never shown. */
export function requiredVariablesCheck(variables: readonly RequiredVariable[]): Check {
  return {
    name: 'required variables',
    run: async ({ env }) => {
      const names = variables.map(({ name }) => name);
      const findings = names.map((name) => findingOf(name, env)).filter((finding) => finding !== null);
      return resultsOf('required variables', findings, names);
    },
  };
}

function findingOf(name: string, env: Environment): Finding | null {
  const shown = shownPath(name);
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  const hint = `export ${shown}=…, or give it with --env ${shown}=…`;
  if (value === undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return error(`No variable has a name like this: ${shown}`, 'use letters, digits and _, as in API_KEY');
  }
  if (value === undefined) return error(`Missing required environment variable: ${shown}`, hint);
  if (value === '') return error(`Required environment variable is empty: ${shown}`, hint);
  if (value.trim() === '') return error(`Required environment variable is blank: ${shown}`, hint);
  const fault = isSecret(name) ? faultOf(value) : null;
  if (fault === null) return null;
  return warning(`${shown} ${fault}, which is hardly part of it`, `copy it again without: export ${shown}=…`);
}

function isSecret(name: string): boolean {
  return /KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL/i.test(name);
}

/** What comes along when a secret is copied by hand. */
function faultOf(value: string): string | null {
  if (value.includes('\0')) return 'holds a NUL byte';
  if (/[\r\n]$/.test(value)) return 'ends with a line break';
  return value.trim() === value ? null : 'begins or ends with a blank';
}
