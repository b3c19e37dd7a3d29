import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import { readRegularFile } from '../base/read-regular-file.ts';
import { isSystemError } from '../base/system-error.ts';
import {
  type ConfigProblem,
  type Place,
  problemAt,
  problemLimit,
  type Words,
  wholeFile,
} from './config-problem.ts';
import { aliasOffset, duplicateKeys, syntaxWords } from './yaml-syntax.ts';
import { faultInText, parseYaml, placesInText } from './yaml-text.ts';

/** Where in a value something is: names of keys and numbers of entries. */
export type Path = readonly string[];

export type YamlDocument = {
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** The place of a value, or of the key that it has; of the nearest thing above where there is none. */
  readonly placeOf: (path: Path, part: 'key' | 'value') => Place;
};

/** Far more than settings need; a document of a megabyte took seconds. */
const fileLimitBytes = 64 * 1024;
const lineLimitChars = 500;

/**
 * Reads a YAML file that people write, and says all that is wrong with its text; null without a file. One that may
 * not be read is as bad as told.
 */
export function readYamlDocument(
  file: string,
  ifForbidden: ConfigProblem['severity'] = 'error',
): YamlDocument | null {
  const text = readText(file, ifForbidden);
  if (text === null) return null;
  if (typeof text !== 'string') return broken(file, [problemAt(wholeFile(file), text)]);
  const places = placesIn(file, text);
  const fault = faultInText(text);
  if (fault !== null) return broken(file, [problemAt(places(fault.offset), fault)]);
  return parsed(file, text, places);
}

function parsed(file: string, text: string, places: (offset: number) => Place): YamlDocument {
  const document = parseYaml(text);
  const faults = document.errors
    .slice(0, problemLimit)
    .map((error) => problemAt(places(error.pos[0]), syntaxWords(error)));
  const warnings = document.warnings
    .slice(0, problemLimit)
    .map((warning) => problemAt(places(warning.pos[0]), { ...syntaxWords(warning), severity: 'warning' }));
  const twice = duplicateKeys(document)
    .slice(0, problemLimit)
    .map(({ key, offset }) =>
      problemAt(places(offset), { message: `duplicate key ${key}`, hint: 'keep one of them' }),
    );
  const problems = [...faults, ...twice, ...warnings].slice(0, problemLimit);
  if (faults.length > 0) return broken(file, problems);
  const placeOf: YamlDocument['placeOf'] = (path, part) => places(offsetOf(document, path, part));
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { value, problems, placeOf };
  } catch (error) {
    // Aliases without an anchor, or so many that the text would blow up: the reader throws plain errors.
    const message = error instanceof Error ? error.message : String(error);
    const place = problemAt(places(aliasOffset(document)), {
      message: lowered(message),
      hint: 'write it out',
    });
    return broken(file, [...problems, place]);
  }
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}

function placesIn(file: string, text: string): (offset: number) => Place {
  const places = placesInText(text, lineLimitChars);
  return (offset) => {
    const { lineText, ...at } = places(offset);
    return { file, ...at, lineText: lineText.trimEnd() };
  };
}

function offsetOf(document: Document, path: Path, part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, name] of path.entries()) {
    const { key, value } = childOf(resolved(document, node), name);
    if (key === null && value === null) return offset;
    const isWanted = part === 'key' && index === path.length - 1;
    offset = startOf(isWanted ? (key ?? value) : (value ?? key)) ?? startOf(key) ?? offset;
    node = value;
  }
  return offset;
}

function childOf(node: unknown, name: string): { readonly key: Node | null; readonly value: Node | null } {
  if (isSeq(node)) {
    const item = node.items[Number(name)];
    return { key: null, value: isNode(item) ? item : null };
  }
  const pair = isMap(node)
    ? node.items.findLast(({ key }) => isScalar(key) && String(key.value ?? '') === name)
    : undefined;
  return { key: isNode(pair?.key) ? pair.key : null, value: isNode(pair?.value) ? pair.value : null };
}

function resolved(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | null {
  return isNode(node) && node.range ? node.range[0] : null;
}

function readText(file: string, ifForbidden: ConfigProblem['severity']): string | Words | null {
  try {
    const read = readRegularFile(file, fileLimitBytes);
    if (read.outcome === 'read') return read.text;
    if (read.outcome === 'too_large') return { message: 'is larger than 64 KiB', hint: 'shorten it' };
    return { message: 'is not a file', hint: 'put a file of settings there, or remove it' };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    const message = `cannot be read (${error.code})`;
    const isForbidden = error.code === 'EACCES' || error.code === 'EPERM';
    return { severity: isForbidden ? ifForbidden : 'error', message, hint: 'see who may read it: ls -l' };
  }
}

function broken(file: string, problems: readonly ConfigProblem[]): YamlDocument {
  return { value: null, problems, placeOf: () => wholeFile(file) };
}
