import { resolve } from 'node:path';
import { monotonicMs } from '../base/clock.ts';
import type { Check, LaunchPlan } from './check.ts';
import { isRegularFile, problemWithFile } from './command-file.ts';
import { nearestName } from './command-nearest.ts';
import { findOnPath, searchFolders } from './command-path.ts';
import { error, type Finding, pastedPath, shownPath, warning } from './command-words.ts';
import { askProgram } from './required-answer.ts';
import { resultsOf, waitLimitMs } from './required-result.ts';
import type { Requirement } from './requirement.ts';
import { isWithin } from './requirement-range.ts';
import { versionIn, versionInFailure } from './tool-version.ts';

export type RequiredTool = Extract<Requirement, { readonly kind: 'tool' }>;

/**
 * The tools are on the PATH of the launch, may be executed, and have the version that is required. Only a tool with a
 * range is started.
 */
export function requiredToolsCheck(tools: readonly RequiredTool[]): Check {
  return {
    name: 'required tools',
    run: async (plan, signal) => {
      const untilMs = monotonicMs() + waitLimitMs;
      const findings = await Promise.all(tools.map((tool) => findingOf(tool, plan, signal, untilMs)));
      const names = tools.map(({ name }) => name);
      return resultsOf(
        'required tools',
        findings.filter((finding) => finding !== null),
        names,
      );
    },
  };
}

async function findingOf(
  { name, range }: RequiredTool,
  plan: LaunchPlan,
  signal: AbortSignal,
  untilMs: number,
): Promise<Finding | null> {
  const path = await findOnPath(name, plan.cwd, plan.env);
  if (path === null) return missing(name, plan, signal);
  if (range === null) return null;
  const asked = await askVersion(name, path, plan, signal, untilMs);
  const shown = shownPath(name);
  if ('notStarted' in asked)
    return error(`Required tool cannot be started (${asked.notStarted}): ${shownPath(path)}`, tryIt(path));
  if (asked.version === null)
    return warning(`${shown} ${asked.why}, so ${range} was not checked`, tryIt(path));
  if (await isWithin(asked.version, range)) return null;
  const hint = `install ${shown} ${range}, or put its folder first on the PATH`;
  return error(`${shown} is ${asked.version}, but ${range} is required`, `${hint}; found ${shownPath(path)}`);
}

function tryIt(path: string): string {
  return `see what it says: ${pastedPath(path)} --version`;
}

async function missing(name: string, { cwd, env }: LaunchPlan, signal: AbortSignal): Promise<Finding> {
  const folders = searchFolders(cwd, env);
  const unusable = folders.map((folder) => resolve(folder, name)).find(isRegularFile);
  const found = unusable === undefined ? null : problemWithFile(unusable, 'Required tool');
  if (found !== null) return error(found.message, found.hint);
  const near = await nearestName(name, folders, signal);
  const hint = `install ${shownPath(name)}, or add its folder to the PATH`;
  const message = `Missing required tool: ${shownPath(name)}`;
  return error(message, near === null ? hint : `did you mean ${pastedPath(near)}? If not, ${hint}`);
}

type Asked =
  | { readonly version: string }
  | { readonly version: null; readonly why: string }
  | { readonly notStarted: string };

/** In this order because a bare word may be a file or a host to a tool (`ssh version` looks for one). */
const questions = ['--version', '-version', '-V', 'version'];
const questionLimitMs = 3000;
/** With less left, another question is not worth its start. */
const shortestMs = 100;
/** A shell's, or a version manager's: what it would run is not there, whatever numbers it says. */
const notRunCodes = [126, 127];

async function askVersion(
  name: string,
  path: string,
  { cwd, env }: LaunchPlan,
  signal: AbortSignal,
  untilMs: number,
): Promise<Asked> {
  for (const question of questions) {
    const limitMs = Math.min(questionLimitMs, untilMs - monotonicMs());
    if (limitMs < shortestMs || signal.aborted) break;
    const answer = await askProgram({ path, args: [question], cwd, env, limitMs }, signal);
    if (answer.outcome === 'not_started') return { notStarted: answer.code };
    const said =
      answer.outcome === 'ended' && notRunCodes.includes(answer.exitCode ?? 0)
        ? []
        : [answer.stdout, answer.stderr];
    const isWell = answer.outcome === 'ended' && answer.exitCode === 0;
    const read = isWell ? versionIn : versionInFailure;
    const version = said.map((text) => read(text, name)).find((found) => found !== null) ?? null;
    if (version !== null) return { version };
    if (answer.outcome === 'hung')
      return { version: null, why: `gave no answer within ${Math.round(limitMs / 100) / 10} s` };
  }
  return { version: null, why: 'says no version' };
}
