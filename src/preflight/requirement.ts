import { pastedPath, shownPath } from './command-words.ts';
import { readRange } from './requirement-range.ts';

/** Something that a launch declares to need. A `range` is in semver's words; null where any version will do. */
export type Requirement =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'tool'; readonly name: string; readonly range: string | null }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'python'; readonly module: string; readonly range: string | null }
  | { readonly kind: 'npm'; readonly package: string; readonly range: string | null }
  | { readonly kind: 'port'; readonly port: number };

type Read = Requirement | { readonly problem: string };

/** Longer than any path of the system. */
const lengthLimitChars = 4096;
const known = 'file:, tool:, env:, python:, npm:, port:';

/**
 * Reads `file:PATH`, `env:NAME`, `python:MODULE`, `npm:PACKAGE` and `port:8080`; anything else is a tool. Tools, modules
 * and packages may be followed by a range of versions. Blanks around a name do not count.
 */
export function parseRequirement(text: string): Read {
  if (text.length > lengthLimitChars)
    return { problem: `A requirement is longer than ${lengthLimitChars} characters` };
  if (text.includes('\0')) return { problem: `A requirement holds a NUL byte: ${shownPath(text)}` };
  const [, prefix = 'tool', rest = ''] = /^\s*(?:([A-Za-z]\w*)\s*:)?(.*)$/s.exec(text) ?? [];
  const read = Object.hasOwn(readers, prefix) ? readers[prefix] : undefined;
  if (read === undefined) {
    return { problem: `No requirement begins with ${shownPath(prefix)}: (known are ${known})` };
  }
  return read(rest.trim());
}

const readers: Readonly<Record<string, (rest: string) => Read>> = {
  file: readFile,
  tool: readTool,
  env: readVariable,
  python: readModule,
  npm: readPackage,
  port: readPort,
};

/** More wildcards in one name take a backtracking matcher for ever: twelve of them hung on a name of 120 letters. */
const wildcardLimit = 4;

function readFile(path: string): Read {
  if (path === '') return nameless('file', 'file:requirements.txt');
  const isWild = path.split('/').some((part) => (part.match(/\*+/g) ?? []).length > wildcardLimit);
  if (!isWild) return { kind: 'file', path };
  return { problem: `A pattern may have ${wildcardLimit} * between two slashes: ${shownPath(path)}` };
}

function readTool(rest: string): Read {
  const { name, range, problem } = splitRange(rest, /^[^\s<>=!~^*|,]+/);
  if (name === '') return nameless('tool', 'git, or python3>=3.12');
  if (name.includes('/')) return { problem: `A tool has no slash, a file has: file:${pastedPath(name)}` };
  if (name.startsWith('-')) return { problem: `A tool's name begins with no dash: ${shownPath(name)}` };
  if (name.includes(':')) return { problem: `A tool's name has no colon: ${shownPath(name)}` };
  return problem === null ? { kind: 'tool', name, range } : { problem };
}

/** What stands behind a `=` may be the value of a secret. */
function readVariable(rest: string): Read {
  const [name = ''] = rest.split('=');
  if (name === '') return nameless('variable', 'env:API_KEY');
  if (rest.includes('='))
    return { problem: `A variable is required without a value: env:${shownPath(name)}` };
  if (name.includes('/')) return { problem: `A variable's name has no slash: ${shownPath(name)}` };
  return { kind: 'env', name };
}

/** A dash is not part of a module's name, but of many that pip installs: `python:scikit-learn`. */
function readModule(rest: string): Read {
  const { name, range, problem } = splitRange(rest, /^[^\s<>=!~^*|,]+/);
  if (name === '') return nameless('Python module', 'python:tiktoken');
  if (!/^[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*$/u.test(name))
    return { problem: `No Python module has this name: ${shownPath(name)}` };
  return problem === null ? { kind: 'python', module: name, range } : { problem };
}

/** Also as npm writes it: `typescript@^5`. */
function readPackage(rest: string): Read {
  const { name, range, problem } = splitRange(rest, /^@?[^\s<>=!~^*|,@]+(?:@(?=.))?/);
  const bare = name.replace(/@$/, '');
  if (bare === '') return nameless('npm package', 'npm:typescript');
  if (!/^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/.test(bare))
    return { problem: `No npm package has this name: ${shownPath(bare)}` };
  return problem === null ? { kind: 'npm', package: bare, range } : { problem };
}

function readPort(rest: string): Read {
  const port = /^\d{1,5}$/.test(rest) ? Number(rest) : 0;
  if (port >= 1 && port <= 65_535) return { kind: 'port', port };
  return { problem: `A port is a number from 1 to 65535, as in port:8080: ${shownPath(rest)}` };
}

type Named = { readonly name: string; readonly range: string | null; readonly problem: string | null };

function splitRange(text: string, leading: RegExp): Named {
  const name = leading.exec(text)?.[0] ?? '';
  const written = text.slice(name.length).trim();
  const range = written === '' ? null : readRange(written);
  const problem =
    written !== '' && range === null
      ? `No range of versions, as in >=3.12 or >=20 <23: ${shownPath(written)}`
      : null;
  return { name, range, problem };
}

function nameless(what: string, example: string): Read {
  return { problem: `A required ${what} has no name; write ${example}` };
}
