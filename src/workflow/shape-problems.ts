import { faultsInWorkflowFile, isWorkflowFile, type SchemaFault } from '../../schemas/validate-file.ts';
import schema from '../../schemas/workflow.schema.json' with { type: 'json' };
import { nearestWord } from '../base/slips.ts';
import { problemLimit, shown, type WorkflowProblem } from './problem.ts';
import type { Path, Place, YamlSource } from './yaml-source.ts';

/** What the schema has against the value of `workflow:`, in words. An unknown key that is no slip is only a warning. */
export function shapeProblems(value: unknown, source: YamlSource): WorkflowProblem[] {
  if (hasNoSteps(value)) {
    const hint = 'write for example: steps: [{id: test, run: [npm, test]}]';
    const place = source.placeOfKey(['workflow'], 'steps');
    const none: WorkflowProblem = { severity: 'error', message: 'The workflow has no steps', hint, ...place };
    const others = faultsInWorkflowFile(value).filter((fault) => !isAboutSteps(fault));
    return [none, ...problemsOf(others, value, source)];
  }
  return problemsOf(faultsInWorkflowFile(value), value, source);
}

/** A copy without the keys that no schema knows. */
export function withoutUnknownKeys(value: unknown): unknown {
  if (isWorkflowFile(value)) return value;
  const copy: unknown = structuredClone(value);
  for (const { keyword, instancePath, params } of faultsInWorkflowFile(value)) {
    const parent = valueAt(copy, pathOf(instancePath));
    const name = params['additionalProperty'];
    if (keyword !== 'additionalProperties' || typeof name !== 'string') continue;
    if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, name);
  }
  return copy;
}

/** `Step planning`, by its id if it has one; `The workflow` for all that is in no step. */
export function ownerOf(path: Path, value: unknown): string {
  const [list, index] = path;
  if (list !== 'steps' || typeof index !== 'number') return 'The workflow';
  const id = valueAt(value, ['steps', index, 'id']);
  return typeof id === 'string' && id.trim() !== '' ? `Step ${shown(id)}` : `Step number ${index + 1}`;
}

function problemsOf(faults: readonly SchemaFault[], value: unknown, source: YamlSource): WorkflowProblem[] {
  const told = new Set<string>();
  return faults.slice(0, problemLimit).flatMap((fault) => {
    const { instancePath, keyword, params } = fault;
    const path = pathOf(instancePath);
    const extra = params['additionalProperty'];
    if (keyword === 'additionalProperties' && typeof extra === 'string')
      return [unknownKey(path, extra, value, source.placeOfKey(['workflow', ...path], extra))];
    // A value of the wrong kind breaks other rules as well; once is enough.
    const missing = params['missingProperty'];
    const about = typeof missing === 'string' ? `${instancePath}/${missing}` : instancePath;
    if (told.has(about)) return [];
    told.add(about);
    return [{ severity: 'error', ...wordsOf(fault, path, value), ...source.placeOf(['workflow', ...path]) }];
  });
}

function wordsOf({ keyword, params, message = 'is not valid' }: SchemaFault, path: Path, value: unknown) {
  const owner = ownerOf(path, value);
  const within = path[0] === 'steps' && path.length > 1 ? path.slice(2) : path;
  const key = within.filter((name) => typeof name === 'string').at(-1) ?? '';
  const missing = params['missingProperty'];
  if (keyword === 'required' && typeof missing === 'string') {
    const where = within.length === 0 ? '' : ` in its ${within.join('.')}`;
    return { message: `${owner} has no ${missing}${where}`, hint: exampleOf(missing) };
  }
  const said = saying[keyword]?.(params, valueAt(value, path)) ?? message;
  if (within.length === 0) return { message: `${owner} ${said}`, hint: 'write it as key: value, one a line' };
  const part = shown(within.map((name) => (typeof name === 'number' ? `entry ${name + 1}` : name)).join(' '));
  return { message: `${owner}: ${part} ${said}`, hint: exampleOf(key) };
}

type Saying = (params: SchemaFault['params'], value: unknown) => string;

const saying: Readonly<Record<string, Saying>> = {
  type: ({ type }, value) => `must be ${kindWords(type)}, not ${kindOf(value)}`,
  enum: ({ allowedValues }) =>
    `must be one of ${Array.isArray(allowedValues) ? allowedValues.join(', ') : ''}`,
  pattern: (_params, value) => `"${shown(String(value))}" must be letters, digits, _ . or - without blanks`,
  minimum: ({ limit }) => `must be at least ${String(limit)}`,
  maximum: ({ limit }) => `must be at most ${String(limit)}`,
  minLength: () => 'must not be empty',
  maxLength: ({ limit }) => `must have at most ${String(limit)} characters`,
  minItems: () => 'must not be an empty list',
  maxItems: ({ limit }) => `must have at most ${String(limit)} entries`,
};

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'a mapping',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function kindWords(type: unknown): string {
  const types: unknown[] = Array.isArray(type) ? type : [type];
  return types
    .map((one) => kinds[String(one)])
    .filter((words) => words !== undefined)
    .join(' or ');
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? 'a text' : shown(String(value));
}

const examples: Readonly<Record<string, string>> = {
  id: 'id: planning',
  name: 'name: "Nightly build"',
  version: 'version: "1.0.0"',
  steps: 'steps: [{id: test, run: [npm, test]}]',
  agent: 'agent: planner',
  action: 'action: create_stories',
  run: 'run: [npm, test]',
  timeout: 'timeout: 90m',
  retries: 'retries: 2',
  requires: 'requires: [requirements.md]',
  creates: 'creates: [stories/]',
  condition: 'condition: optional',
  next: 'next: testing',
  gate: 'gate: {condition: "exit == 0", on_fail: build}',
  on_pass: 'on_pass: testing',
  on_fail: 'on_fail: build',
  limit: 'limit: 3',
};

function exampleOf(key: string): string {
  const example =
    key === 'condition' ? 'condition: optional; in a gate, condition: "exit == 0"' : examples[key];
  return example === undefined ? `see docs/workflows.md for ${shown(key)}` : `write for example: ${example}`;
}

function unknownKey(path: Path, name: string, value: unknown, place: Place): WorkflowProblem {
  const { step } = schema.$defs;
  const shape =
    path.length === 0
      ? schema.properties
      : path.includes('gate')
        ? step.properties.gate.properties
        : step.properties;
  const known = Object.keys(shape);
  const near = nearestWord(name, known);
  const owner = ownerOf(path, value).replace(/^The|^Step/, (word) => word.toLowerCase());
  const message = `Unknown key ${shown(name)} in ${path.includes('gate') ? 'the gate of ' : ''}${owner}`;
  if (near !== null) return { severity: 'error', message, hint: `write ${near}`, ...place };
  return {
    severity: 'warning',
    message: `${message}: left alone`,
    hint: `known here: ${known.join(', ')}`,
    ...place,
  };
}

function hasNoSteps(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const steps = valueAt(value, ['steps']);
  return steps === undefined || steps === null || (Array.isArray(steps) && steps.length === 0);
}

function isAboutSteps({ instancePath, params }: SchemaFault): boolean {
  return instancePath === '/steps' || params['missingProperty'] === 'steps';
}

/** A path of a fault (RFC 6901). */
function pathOf(pointer: string): (string | number)[] {
  const names = pointer.split('/').slice(1);
  return names.map((name) =>
    /^\d+$/.test(name) ? Number(name) : name.replaceAll('~1', '/').replaceAll('~0', '~'),
  );
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.getOwnPropertyDescriptor(at, name)?.value;
  }
  return at;
}
