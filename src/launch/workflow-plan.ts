import { dirname, resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { Project } from '../journal/project-paths.ts';
import type { Check } from '../preflight/check.ts';
import { shownPath } from '../preflight/command-words.ts';
import { engineChecks, hasEngine } from '../preflight/engine.ts';
import { resultsOf } from '../preflight/findings.ts';
import { artifactFoldersCheck } from '../preflight/state-folders.ts';
import { stepCommandsCheck } from '../preflight/step-commands.ts';
import { readWorkflowFile } from '../preflight/workflow-file.ts';
import { workflowGraphCheck } from '../preflight/workflow-graph.ts';
import { isArtifactThere } from '../workflow/artifact-presence.ts';
import { isCompletion, type Step, type Workflow } from '../workflow/definition.ts';
import { nearestPreset, presetFileOf, presetOf } from '../workflow/presets.ts';
import type { WorkflowReading } from '../workflow/read-workflow.ts';
import { promptVariable, runnerWords } from '../workflow/runner-order.ts';
import { commandOfStep, executorOf } from '../workflow/step-command.ts';
import { engineWords } from './engine-words.ts';
import type { WorkflowWish } from './workflow-wish.ts';

/** What is launched for a workflow, and what must hold before. */
export type WorkflowPlan = {
  readonly type: string;
  readonly command: readonly string[];
  /** What the command's environment has besides. */
  readonly env: Readonly<Record<string, string>>;
  readonly checks: readonly Check[];
  /** The Python engine runs the whole workflow. */
  readonly isEngine: boolean;
};

export type WorkflowSite = {
  readonly project: Project;
  readonly settings: Settings;
  readonly presetsFolder: string;
  /** File of the step runner's program. */
  readonly stepRunnerEntry: string;
};

/**
 * Finds and reads a workflow and decides who runs it: our step runner, where steps have commands of their own or of the
 * project's agents; the Python engine, where it has a workflow of that name and nobody else was given a step.
 */
export async function planWorkflow(wish: WorkflowWish, site: WorkflowSite): Promise<WorkflowPlan> {
  const { settings } = site;
  const found = findWorkflow(wish, site);
  const type = typeOf(wish, found);
  if ('problem' in found) {
    const wanted = { file: wish.name, enginePython: null, resumeOf: wish.resumeOf };
    return {
      type,
      command: runnerCommand(site, wanted),
      env: {},
      checks: [notFound(found)],
      isEngine: false,
    };
  }
  const { reading } = found;
  const steps = reading.workflow?.steps ?? [];
  const needsEngine = steps.some((step) => isForEngine(step, settings));
  const enginePython =
    needsEngine && (await hasEngine(settings.enginePython, wish)) ? settings.enginePython : null;
  const executors = { agents: settings.agents, enginePython };
  const byEngine =
    enginePython !== null &&
    presetOf(wish.name) !== null &&
    steps.every((step) => isLeftToEngine(step, settings));
  const graph = workflowGraphCheck(reading, {
    // The engine counts only what a step of this very run made.
    exists: (artifact) => !byEngine && isArtifactThere(wish.cwd, artifact),
    prompt: wish.prompt,
    executorOf: (step) => executorOf(step, executors),
  });
  const folderOf = (made: string): string => resolve(wish.cwd, made.endsWith('/') ? made : dirname(made));
  const commandOf = (step: Step): readonly string[] | null =>
    isCompletion(step) ? null : commandOfStep(step, executors, { prompt: wish.prompt ?? '' });
  const commands =
    reading.workflow === null || byEngine ? [] : [stepCommandsCheck(reading.workflow, commandOf)];
  const artifacts = artifactFoldersCheck(steps.flatMap(({ creates }) => creates.map(folderOf)));
  const checks = [
    graph,
    artifacts,
    ...commands,
    ...(enginePython === null ? [] : engineChecks(enginePython)),
  ];
  if (byEngine) return { type, command: engineWords(wish, enginePython), env: {}, checks, isEngine: true };
  const command = runnerCommand(site, { file: found.file, enginePython, resumeOf: wish.resumeOf });
  const env = { [promptVariable]: wish.prompt ?? '' };
  return { type, command, env, checks, isEngine: false };
}

function runnerCommand(site: WorkflowSite, order: Parameters<typeof runnerWords>[0]): string[] {
  return [process.execPath, site.stepRunnerEntry, ...runnerWords(order)];
}

type Found = { readonly file: string; readonly reading: WorkflowReading };
type NotFound = { readonly problem: string; readonly hint: string };

function findWorkflow(
  { name, cwd }: WorkflowWish,
  { project, settings, presetsFolder }: WorkflowSite,
): Found | NotFound {
  const own = Object.hasOwn(settings.workflows, name) ? settings.workflows[name] : undefined;
  if (own !== undefined) return read(resolve(project.root, own), own, settings);
  const preset = presetFileOf(presetsFolder, name);
  if (preset !== null) return read(preset, `preset ${name}`, settings);
  if (/[/\\]|\.ya?ml$/.test(name)) return read(resolve(cwd, name), name, settings);
  const near = nearestPreset(name);
  const hint = near === null ? 'name a preset, or give the path of a file' : `did you mean ${near}?`;
  return { problem: `Unknown workflow: ${shownPath(name)}`, hint };
}

function read(file: string, shownAs: string, { agents }: Settings): Found | NotFound {
  const reading = readWorkflowFile(file, shownAs, Object.keys(agents));
  return 'severity' in reading ? { problem: reading.message, hint: reading.hint } : { file, reading };
}

function notFound({ problem, hint }: NotFound): Check {
  const finding = { severity: 'error', message: problem, hint } as const;
  return { name: 'workflow', run: async () => resultsOf('workflow', [finding], '') };
}

/** `full` is shown by its workflow's own name; the other simple modes by theirs, as they were typed. */
function typeOf({ way, name }: WorkflowWish, found: Found | NotFound): string {
  if (way === 'simple-mode' && name !== 'full') return name;
  const own: Workflow | null = 'problem' in found ? null : found.reading.workflow;
  return own?.id ?? name;
}

function isForEngine(step: Step, settings: Settings): boolean {
  return !isCompletion(step) && executorOf(step, { agents: settings.agents, enginePython: '' }) === 'engine';
}

function isLeftToEngine(step: Step, settings: Settings): boolean {
  return isCompletion(step) || isForEngine(step, settings);
}
