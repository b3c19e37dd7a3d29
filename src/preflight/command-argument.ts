import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { nearestWord } from '../base/slips.ts';
import { hasCode } from '../base/system-error.ts';
import { isRegularFile } from './command-file.ts';
import { type Environment, searchFolders } from './command-path.ts';
import { error, type Finding, pastedPath, shownPath } from './command-words.ts';
import { namesIn } from './required-path.ts';

type Reader = {
  readonly names: RegExp;
  /** What it tries behind the name that it was given. */
  readonly endings: readonly string[];
  /** Words of its own in the place of a script. */
  readonly words: readonly string[];
  readonly searchesPath: boolean;
};

const readers: readonly Reader[] = [
  { names: /^(?:python|pypy|perl|ruby)[\d.]*$/, endings: [''], words: [], searchesPath: false },
  {
    names: /^node(?:js)?$/,
    endings: ['', '.js', '.json', '.node'],
    words: ['inspect', 'debug'],
    searchesPath: false,
  },
  { names: /^(?:ba|da|k|z)?sh$/, endings: [''], words: [], searchesPath: true },
];

/** The script that an interpreter is given as its first word is there. Behind options, only the interpreter knows. */
export async function inspectArgument(
  [program = '', script = '']: readonly string[],
  cwd: string,
  env: Environment,
): Promise<Finding | null> {
  const reader = readers.find(({ names }) => names.test(basename(program)));
  if (reader === undefined || /^(?:$|[-+])/.test(script) || reader.words.includes(script)) return null;
  if (reader.endings.some((ending) => !isMissing(resolve(cwd, `${script}${ending}`)))) return null;
  const folders = reader.searchesPath && !script.includes('/') ? searchFolders(cwd, env) : [];
  if (folders.some((folder) => isRegularFile(resolve(folder, script)))) return null;
  const folder = dirname(script);
  const near = nearestWord(basename(script), await namesIn(resolve(cwd, folder)));
  const meant = script.includes('/') ? `${folder}/${near}` : near;
  const hint =
    near === null || meant === null
      ? `check the path; it starts from ${shownPath(cwd)}`
      : `did you mean ${pastedPath(meant)}?`;
  return error(`Script not found: ${shownPath(script)} (${shownPath(basename(program))} is to run it)`, hint);
}

function isMissing(path: string): boolean {
  try {
    statSync(path);
    return false;
  } catch (thrown) {
    return hasCode(thrown, 'ENOENT', 'ENOTDIR');
  }
}
