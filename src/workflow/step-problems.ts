import { parseDurationMs } from '../base/duration.ts';
import { nearestWord } from '../base/slips.ts';
import { faultInArtifact } from './artifact-path.ts';
import { knownAgents } from './definition.ts';
import { parseCondition } from './gate-condition.ts';
import { shown, type WorkflowProblem } from './problem.ts';
import { splitRun } from './run-words.ts';
import { ownerOf } from './shape-problems.ts';
import type { Place, YamlSource } from './yaml-source.ts';

/** Ids that a hint lists; more would hide the message. */
const listedIds = 12;

/**
 * What a schema cannot tell of steps: names that nobody has, texts that mean nothing. Works on a file of any shape,
 * so that these come together with the faults of shape; values of a wrong kind are left to those.
 */
export function stepProblems(
  value: unknown,
  source: YamlSource,
  agents: readonly string[],
): WorkflowProblem[] {
  const list = fieldsOf(value)['steps'];
  const steps = Array.isArray(list) ? list.map(fieldsOf) : [];
  const ids = steps.map(({ id }) => id).filter((id) => typeof id === 'string');
  return steps.flatMap((fields, index) => {
    const owner = ownerOf(['steps', index], value);
    const context: Context = { fields, index, owner, source, ids, agents: [...knownAgents, ...agents] };
    return [
      ...idProblems(context, steps),
      ...doerProblems(context),
      ...targetProblems(context),
      ...runProblems(context),
      ...artifactProblems(context),
      ...textProblems(context),
    ];
  });
}

type Fields = Readonly<Record<string, unknown>>;
type Context = {
  readonly fields: Fields;
  readonly index: number;
  readonly owner: string;
  readonly source: YamlSource;
  readonly ids: readonly string[];
  readonly agents: readonly string[];
};

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function pathTo({ index }: Context, keys: readonly (string | number)[]): (string | number)[] {
  return ['workflow', 'steps', index, ...keys];
}

function error(place: Place, message: string, hint: string): WorkflowProblem {
  return { severity: 'error', message, hint, ...place };
}

function idProblems(context: Context, steps: readonly Fields[]): WorkflowProblem[] {
  const { fields, index, source } = context;
  const first = steps.findIndex(({ id }) => id === fields['id']);
  if (typeof fields['id'] !== 'string' || first === index) return [];
  const line = source.placeOf(['workflow', 'steps', first]).at?.line ?? 0;
  const message = `Two steps have the id ${shown(fields['id'])}; the first is in line ${line}`;
  return [error(source.placeOf(pathTo(context, ['id'])), message, 'give each step an id of its own')];
}

/** A step with a command of its own may call its agent as it likes. */
function doerProblems(context: Context): WorkflowProblem[] {
  const { fields, owner, source, agents } = context;
  const { run = null, agent = null } = fields;
  if (run !== null || Object.keys(fields).length === 0) return [];
  if (agent === null) {
    const hint = 'add run: [program, argument] or agent: planner';
    return [error(source.placeOf(pathTo(context, [])), `${owner} has neither run nor agent`, hint)];
  }
  if (typeof agent !== 'string' || agent === '' || agents.includes(agent)) return [];
  const near = nearestWord(agent, agents);
  const hint = near === null ? `known are ${agents.map(shown).join(', ')}` : `write ${shown(near)}`;
  return [error(source.placeOf(pathTo(context, ['agent'])), `${owner}: unknown agent ${shown(agent)}`, hint)];
}

function targetProblems(context: Context): WorkflowProblem[] {
  const { fields, owner, source, ids } = context;
  const gate = fieldsOf(fields['gate']);
  const targets: readonly (readonly [keys: readonly string[], target: unknown])[] = [
    [['next'], fields['next']],
    [['gate', 'on_pass'], gate['on_pass']],
    [['gate', 'on_fail'], gate['on_fail']],
  ];
  return targets.flatMap(([keys, target]) => {
    if (typeof target !== 'string' || target === '' || ids.includes(target)) return [];
    const near = nearestWord(target, ids);
    const some = ids.slice(0, listedIds).map(shown).join(', ');
    const hint =
      near === null ? `the steps are ${some}${ids.length > listedIds ? ', …' : ''}` : `write ${shown(near)}`;
    const message = `${owner}: ${keys.join('.')} names ${shown(target)}, which is no step`;
    return [error(source.placeOf(pathTo(context, keys)), message, hint)];
  });
}

function runProblems(context: Context): WorkflowProblem[] {
  const { fields, owner, source } = context;
  const { run } = fields;
  const place = source.placeOf(pathTo(context, ['run']));
  if (typeof run === 'string') {
    if (run.includes('\0')) return [error(place, `${owner}: run contains a NUL`, 'remove it')];
    const split = splitRun(run);
    return split.ok ? [] : [error(place, `${owner}: run ${shown(split.message)}`, split.hint)];
  }
  if (!Array.isArray(run)) return [];
  const words: unknown[] = run;
  if (words.some((word) => typeof word === 'string' && word.includes('\0')))
    return [error(place, `${owner}: run contains a NUL`, 'remove it')];
  const [program] = words;
  if (typeof program !== 'string' || program.trim() !== '') return [];
  return [error(place, `${owner}: run begins with a blank word`, 'name a program: run: [npm, test]')];
}

function artifactProblems(context: Context): WorkflowProblem[] {
  const { fields, owner, source } = context;
  return ['requires', 'creates'].flatMap((key) => {
    const list = fields[key];
    const paths: unknown[] = Array.isArray(list) ? list : [];
    return paths.flatMap((path, entry) => {
      const fault = typeof path === 'string' && path !== '' ? faultInArtifact(path) : null;
      if (fault === null) return [];
      const message = `${owner}: ${key}: ${shown(String(path))} ${fault}`;
      const hint = 'write a path below the project, like stories/ or docs/api.md';
      return [error(source.placeOf(pathTo(context, [key, entry])), message, hint)];
    });
  });
}

function textProblems(context: Context): WorkflowProblem[] {
  const { fields, owner, source } = context;
  const found: WorkflowProblem[] = [];
  const { timeout } = fields;
  if (typeof timeout === 'string' && parseDurationMs(timeout) === null) {
    const message = `${owner}: timeout "${shown(timeout)}" is no duration`;
    found.push(
      error(source.placeOf(pathTo(context, ['timeout'])), message, 'write for example: timeout: 90m'),
    );
  }
  const condition = fieldsOf(fields['gate'])['condition'];
  if (typeof condition !== 'string' || condition === '') return found;
  const parsed = parseCondition(condition);
  if (parsed.ok) return found;
  const place = source.placeInText(pathTo(context, ['gate', 'condition']), parsed.offset);
  const message = `${owner}: the condition "${shown(condition)}" ${shown(parsed.message)}`;
  return [
    ...found,
    error(place, message, 'write for example: condition: "test_coverage >= 70 and exit == 0"'),
  ];
}
