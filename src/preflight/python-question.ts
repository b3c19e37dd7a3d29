import type { Environment } from './command-path.ts';
import { askProgram } from './required-answer.ts';

/** What an interpreter knows of a module; `how` is `broken` where asking for it already threw. */
export type ModuleAnswer = {
  readonly how: 'importable' | 'installed' | 'missing' | 'broken';
  readonly version: string | null;
};

export type PythonAnswer =
  | { readonly outcome: 'answered'; readonly modules: ReadonlyMap<string, ModuleAnswer> }
  | { readonly outcome: 'not_started'; readonly code: string }
  | { readonly outcome: 'no_answer'; readonly why: string };

export type PythonQuestion = {
  readonly interpreter: string;
  readonly modules: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
  readonly limitMs: number;
};

/** Asks for all modules in one start of the interpreter, without importing them. */
export async function askPython(question: PythonQuestion, signal: AbortSignal): Promise<PythonAnswer> {
  const { interpreter: path, modules, cwd, env, limitMs } = question;
  // -B: a check leaves no compiled files behind.
  const args = ['-B', '-c', program, ...modules];
  const answer = await askProgram({ path, args, cwd, env, limitMs }, signal);
  if (answer.outcome === 'not_started') return answer;
  const read = readAnswer(answer.stdout, modules);
  if (read !== null) return { outcome: 'answered', modules: read };
  const why = answer.outcome === 'hung' ? `gave no answer within ${limitMs / 1000} s` : failureOf(answer);
  return { outcome: 'no_answer', why };
}

/**
 * One line for each module: mark, number of the argument, how, version. The working folder stays out of the search
 * until everything of Python's own is loaded: a `json.py` lying there must not be run by this. Parents of a dotted name
 * are looked into, not imported; only if that finds nothing they are (`six.moves` exists in memory alone, and a
 * namespace in a namespace cannot be looked into: KeyError).
 */
const program = `
import sys
here = sys.path[:]
sys.path[:] = [entry for entry in here if entry != '']
import importlib, importlib.util, importlib.machinery
try:
    import importlib.metadata as metadata
except ImportError:
    metadata = None
sys.path[:] = here
mark = '::module'

def lies_on_disk(name):
    if name in sys.modules:
        return True
    first, *rest = name.split('.')
    spec = importlib.util.find_spec(first)
    for part in rest:
        if spec is None or spec.submodule_search_locations is None:
            return False
        first = first + '.' + part
        try:
            spec = importlib.machinery.PathFinder.find_spec(first, spec.submodule_search_locations)
        except KeyError:
            return False
    return spec is not None

def is_importable(name):
    if lies_on_disk(name):
        return True
    return '.' in name and (importlib.util.find_spec(name) is not None or name in sys.modules)

def version_of(name):
    if metadata is None:
        return None
    try:
        return metadata.version(name)
    except Exception:
        pass
    try:
        owners = metadata.packages_distributions().get(name.split('.')[0], [])
        return metadata.version(owners[0]) if len(set(owners)) == 1 else None
    except Exception:
        return None

def look_for(name):
    try:
        if is_importable(name):
            return 'importable'
    except ModuleNotFoundError:
        pass
    except BaseException:
        return 'broken'
    return 'missing'

for index, name in enumerate(sys.argv[1:]):
    how = look_for(name)
    version = version_of(name)
    if how == 'missing' and version is not None and '.' not in name:
        how = 'installed'
    sys.__stdout__.write('\\n%s %d %s %s\\n' % (mark, index, how, version or '-'))
    sys.__stdout__.flush()
`;

const line = /^::module (\d+) (importable|installed|missing|broken) (\S+)\r?$/gm;

/** Null unless every module was answered: a crash halfway says nothing of the rest. */
function readAnswer(stdout: string, modules: readonly string[]): ReadonlyMap<string, ModuleAnswer> | null {
  const read = new Map<string, ModuleAnswer>();
  for (const [, index, how, version] of stdout.matchAll(line)) {
    const name = modules[Number(index)];
    if (name === undefined || !isHow(how)) return null;
    read.set(name, { how, version: version === undefined || version === '-' ? null : version });
  }
  return modules.every((name) => read.has(name)) ? read : null;
}

function isHow(text: string | undefined): text is ModuleAnswer['how'] {
  return text === 'importable' || text === 'installed' || text === 'missing' || text === 'broken';
}

/** The last line of a traceback names the error. */
function failureOf({
  exitCode,
  stderr,
}: {
  readonly exitCode: number | null;
  readonly stderr: string;
}): string {
  const last = stderr.trim().split('\n').at(-1) ?? '';
  const end = exitCode === null ? 'was ended by a signal' : `ended with ${exitCode}`;
  return last === '' ? end : `${end}: ${last}`;
}
