import { resolve } from 'node:path';
import { packageOf } from '../../projections/python-package.ts';
import type { Check, LaunchPlan } from './check.ts';
import { problemWithFile } from './command-file.ts';
import { findOnPath } from './command-path.ts';
import { error, type Finding, pastedPath, shownPath, warning } from './command-words.ts';
import { askPython, type ModuleAnswer } from './python-question.ts';
import { listed, resultsOf, waitLimitMs } from './required-result.ts';
import type { Requirement } from './requirement.ts';
import { isWithin } from './requirement-range.ts';
import { versionIn } from './tool-version.ts';

export type RequiredModule = Extract<Requirement, { readonly kind: 'python' }>;

const checkName = 'required python modules';

/** The modules can be imported by the interpreter `python` (a name on the PATH of the launch, or a path). */
export function requiredPythonCheck(modules: readonly RequiredModule[], python: string): Check {
  return {
    name: checkName,
    run: async (plan, signal) => {
      const names = [...new Set(modules.map(({ module }) => module))];
      const interpreter = await interpreterOf(python, plan);
      if (typeof interpreter !== 'string') return resultsOf(checkName, [interpreter], names);
      const { cwd, env } = plan;
      const question = { interpreter, modules: names, cwd, env, limitMs: waitLimitMs };
      const answer = await askPython(question, signal);
      const shown = shownPath(python);
      const tryIt = `see what it says: ${pastedPath(python)} -c 'import ${names[0] ?? 'sys'}'`;
      if (answer.outcome === 'not_started') {
        const finding = error(`Python interpreter cannot be started (${answer.code}): ${shown}`, tryIt);
        return resultsOf(checkName, [finding], names);
      }
      if (answer.outcome === 'no_answer') {
        const message = `${shown} ${shownPath(answer.why)}; not checked: ${listed(names)}`;
        return resultsOf(checkName, [warning(message, tryIt)], names);
      }
      return resultsOf(checkName, await findingsOf(modules, answer.modules, python), names);
    },
  };
}

async function interpreterOf(python: string, { cwd, env }: LaunchPlan): Promise<string | Finding> {
  const hint = 'install it, or name another with python: in .tapps-agents/config.yaml';
  const isPath = python.includes('/');
  const path = isPath ? resolve(cwd, python) : python === '' ? null : await findOnPath(python, cwd, env);
  if (path === null) return error(`Python interpreter not found: ${shownPath(python)}`, hint);
  const found = problemWithFile(path, 'Python interpreter');
  return found === null ? path : error(found.message, found.missing ? hint : found.hint);
}

async function findingsOf(
  modules: readonly RequiredModule[],
  answers: ReadonlyMap<string, ModuleAnswer>,
  python: string,
): Promise<readonly Finding[]> {
  const missing = modules.filter(({ module }) => answers.get(module)?.how === 'missing');
  const rest = modules.filter((module) => !missing.includes(module));
  const others = await Promise.all(
    rest.map((required) => judge(required, answers.get(required.module), python)),
  );
  const findings = others.filter((finding) => finding !== null);
  if (missing.length === 0) return findings;
  const names = [...new Set(missing.map(({ module }) => module))];
  const message = `Missing required dependencies: ${names.map(shownPath).join(', ')}`;
  return [error(message, installWith(python, missing)), ...findings];
}

async function judge(
  { module, range }: RequiredModule,
  answer: ModuleAnswer | undefined,
  python: string,
): Promise<Finding | null> {
  const shown = shownPath(module);
  if (answer?.how === 'broken') {
    const hint = `see the error: ${pastedPath(python)} -c 'import ${shown}'`;
    return error(`Required dependency cannot be imported: ${shown}`, hint);
  }
  if (range === null) return null;
  const version = answer?.version ?? null;
  const plain = version === null ? null : versionIn(version, module);
  if (version === null || plain === null) {
    return warning(`${shown} says no version, so ${range} was not checked`, 'check its version by hand');
  }
  if (await isWithin(plain, range)) return null;
  const message = `${shown} is ${shownPath(version)}, but ${range} is required`;
  return error(message, installWith(python, [{ kind: 'python', module, range }]));
}

/** With the interpreter that was asked: the `pip` on the PATH may belong to another. */
function installWith(python: string, modules: readonly RequiredModule[]): string {
  const wanted = modules.map(({ module, range }) => {
    const plain =
      range !== null && /^[<>]=?[\d.]+(?: [<>]=?[\d.]+)*$/.test(range) ? range.replaceAll(' ', ',') : '';
    return pastedPath(`${packageOf(module)}${plain}`);
  });
  return `${pastedPath(python)} -m pip install ${[...new Set(wanted)].join(' ')}`;
}
