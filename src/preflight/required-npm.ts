import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readRegularFile } from '../base/read-regular-file.ts';
import { isSystemError } from '../base/system-error.ts';
import type { Check } from './check.ts';
import { error, type Finding, pastedPath, shownPath, warning } from './command-words.ts';
import { listed, resultsOf } from './required-result.ts';
import type { Requirement } from './requirement.ts';
import { isWithin } from './requirement-range.ts';

export type RequiredPackage = Extract<Requirement, { readonly kind: 'npm' }>;

const checkName = 'required npm packages';
/** The largest of the registry's own have some 100 KB. */
const manifestLimitBytes = 1024 * 1024;

/** The packages lie in a `node_modules` at or above the working folder, as Node searches them; none of their code runs. */
export function requiredNpmCheck(packages: readonly RequiredPackage[]): Check {
  return {
    name: checkName,
    run: async ({ cwd }) => {
      const found = packages.map((required) => ({ required, installed: findPackage(required.package, cwd) }));
      const missing = found.filter(({ installed }) => installed === null).map(({ required }) => required);
      const judged = await Promise.all(
        found.map(({ required, installed }) => (installed === null ? null : judge(required, installed))),
      );
      const findings = judged.filter((finding) => finding !== null);
      const names = packages.map((required) => required.package);
      const absent = missing.length === 0 ? [] : [missingFinding(missing, cwd)];
      return resultsOf(checkName, [...absent, ...findings], names);
    },
  };
}

type Installed =
  | { readonly manifest: string; readonly version: string | null }
  | { readonly manifest: string; readonly problem: string };

function findPackage(name: string, cwd: string): Installed | null {
  for (const folder of upwardsFrom(cwd)) {
    if (basename(folder) === 'node_modules') continue;
    const manifest = join(folder, 'node_modules', name, 'package.json');
    try {
      const read = readRegularFile(manifest, manifestLimitBytes);
      if (read.outcome === 'read') return { manifest, version: versionOf(JSON.parse(read.text)) };
      return { manifest, problem: read.outcome === 'too_large' ? 'it is too large' : 'it is no file' };
    } catch (thrown) {
      if (thrown instanceof SyntaxError) return { manifest, problem: 'it is no JSON' };
      if (!isSystemError(thrown)) throw thrown;
      if (thrown.code !== 'ENOENT' && thrown.code !== 'ENOTDIR') return { manifest, problem: thrown.code };
    }
  }
  return null;
}

function versionOf(manifest: unknown): string | null {
  const isObject = typeof manifest === 'object' && manifest !== null;
  return isObject && 'version' in manifest && typeof manifest.version === 'string' ? manifest.version : null;
}

function* upwardsFrom(folder: string): Generator<string> {
  for (let at = folder; ; at = dirname(at)) {
    yield at;
    if (dirname(at) === at) return;
  }
}

function missingFinding(missing: readonly RequiredPackage[], cwd: string): Finding {
  const names = listed([...new Set(missing.map((required) => required.package))]);
  const install = installing(missing);
  // Yarn's Plug'n'Play keeps packages in archives, which only its own loader can find.
  const isPlugAndPlay = [...upwardsFrom(cwd)].some((folder) => existsSync(join(folder, '.pnp.cjs')));
  if (isPlugAndPlay)
    return warning(`Yarn's Plug'n'Play hides whether these are there: ${names}`, 'yarn info');
  return error(`Missing required npm package${missing.length > 1 ? 's' : ''}: ${names}`, install);
}

async function judge(required: RequiredPackage, installed: Installed): Promise<Finding | null> {
  const name = shownPath(required.package);
  if ('problem' in installed) {
    const message = `Required npm package cannot be read (${installed.problem}): ${shownPath(installed.manifest)}`;
    return error(message, `install it again: ${installing([required])}`);
  }
  const { range } = required;
  if (range === null) return null;
  if (installed.version === null) {
    return warning(
      `${name} says no version, so ${range} was not checked`,
      `see ${pastedPath(installed.manifest)}`,
    );
  }
  if (await isWithin(installed.version, range)) return null;
  const message = `${name} is ${shownPath(installed.version)}, but ${range} is required`;
  return error(message, installing([required]));
}

function installing(packages: readonly RequiredPackage[]): string {
  const wanted = packages.map(({ package: name, range }) =>
    pastedPath(range === null ? name : `${name}@${range}`),
  );
  return `npm install ${[...new Set(wanted)].join(' ')}`;
}
