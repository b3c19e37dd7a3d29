import { type Document, isMap, isNode, isScalar, isSeq } from 'yaml';
import { aliasOffset, duplicateKeys, syntaxWords } from '../config/yaml-syntax.ts';
import { faultInText, parseYaml, placesInText } from '../config/yaml-text.ts';
import { fileLimitBytes, type Position } from './definition.ts';
import { problemLimit, shown, type WorkflowProblem } from './problem.ts';

/** Names of keys and numbers of entries, from the outside in. */
export type Path = readonly (string | number)[];

/** A YAML text as values, and where each of them stands. */
export type YamlSource = {
  readonly value: unknown;
  readonly problems: readonly WorkflowProblem[];
  /** Of a value; of the nearest one around it where there is none. */
  readonly placeOf: (path: Path) => Place;
  readonly placeOfKey: (path: Path, key: string) => Place;
  /** A place so many characters into a plain one-line text; of other texts, their beginning. */
  readonly placeInText: (path: Path, offset: number) => Place;
};

export type Place = { readonly at: Position | null; readonly source: string | null };

const anchorLimit = 100;
const lineLimitChars = 400;

/** Reads YAML text that people wrote. Never throws and never blows up; what is wrong is in `problems`. */
export function readYamlSource(text: string): YamlSource {
  const places = placesIn(text);
  if (Buffer.byteLength(text) > fileLimitBytes) {
    const message = `The workflow file is larger than ${fileLimitBytes / 1024} KiB`;
    return broken([error(nowhere, message, 'shorten it: a workflow has steps, not their content')]);
  }
  const unreadable = faultInText(text);
  if (unreadable !== null) {
    const { offset, message, hint } = unreadable;
    return broken([error(places(offset), `${message.charAt(0).toUpperCase()}${message.slice(1)}`, hint)]);
  }
  const document = parseYaml(text);
  const faults = document.errors.slice(0, problemLimit).map((fault) => {
    const { message, hint } = syntaxWords(fault);
    const words = `Invalid YAML: ${shown(message)}`;
    return error(places(fault.pos[0]), words, hint === '' ? 'mend this line' : hint);
  });
  if (faults.length > 0) return broken(faults);
  const twice = duplicateKeys(document)
    .slice(0, problemLimit)
    .map(({ key, offset }) =>
      error(places(offset), `The key ${shown(key)} is there twice`, 'keep one of them'),
    );
  return withValue(document, text, twice, places);
}

function withValue(
  document: Document,
  text: string,
  problems: readonly WorkflowProblem[],
  places: (offset: number) => Place,
): YamlSource {
  try {
    const value: unknown = document.toJS({ maxAliasCount: anchorLimit });
    const offsetOf = (path: Path) => startOf(nodeAt(document, path)) ?? 0;
    return {
      value,
      problems,
      placeOf: (path) => places(offsetOf(path)),
      placeOfKey: (path, key) => places(keyOffset(document, path, key) ?? offsetOf(path)),
      placeInText: (path, offset) => places(offsetOf(path) + offsetInScalar(document, text, path, offset)),
    };
  } catch (failure) {
    // Aliases without an anchor, or so many that the text would blow up: the reader throws plain errors.
    const message = failure instanceof Error ? failure.message : String(failure);
    const words = `Invalid YAML: ${shown(message)}`;
    return broken([
      ...problems,
      error(places(aliasOffset(document)), words, 'write out what the * stands for'),
    ]);
  }
}

const nowhere: Place = { at: null, source: null };

function error({ at, source }: Place, message: string, hint: string): WorkflowProblem {
  return { severity: 'error', message, hint, at, source };
}

function broken(problems: readonly WorkflowProblem[]): YamlSource {
  const unknown = () => nowhere;
  return { value: null, problems, placeOf: unknown, placeOfKey: unknown, placeInText: unknown };
}

function placesIn(text: string): (offset: number) => Place {
  // Looking for secrets in a line of 256 KiB costs milliseconds, and each problem asks for its own.
  const places = placesInText(text, lineLimitChars);
  return (offset) => {
    const { lineText, ...at } = places(offset);
    return { at, source: shown(lineText.trim()) };
  };
}

/** The node at a path, or the innermost one on the way to it. */
function nodeAt(document: Document, path: Path): unknown {
  let node: unknown = document.contents;
  for (const name of path) {
    const child = isMap(node) || isSeq(node) ? node.get(name, true) : undefined;
    if (!isNode(child)) return node;
    node = child;
  }
  return node;
}

function keyOffset(document: Document, path: Path, key: string): number | null {
  const node = nodeAt(document, path);
  const pair = isMap(node)
    ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
    : null;
  return startOf(pair?.key);
}

function startOf(node: unknown): number | null {
  return isNode(node) && node.range ? node.range[0] : null;
}

/** Only where the text stands in the file as it is: no escapes, no folding. */
function offsetInScalar(document: Document, text: string, path: Path, offset: number): number {
  const node = nodeAt(document, path);
  if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return 0;
  const [start, end] = node.range;
  const written = text.slice(start, end);
  const within = written.indexOf(node.value);
  return within === -1 ? 0 : within + offset;
}
