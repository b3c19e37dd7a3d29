import { writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { finishedSteps } from '../../projections/workflow-steps.ts';
import { type Pauses, patientlyMeanwhile } from '../base/patience.ts';
import { readRegularFile } from '../base/read-regular-file.ts';
import { runProgram } from '../base/run-program.ts';
import { isSystemError } from '../base/system-error.ts';
import { readSettings } from '../config/settings.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { isProcessId, type Project, projectAt, reservePath } from '../journal/project-paths.ts';
import { foldProcess } from '../journal/store.ts';
import { knowSecretsOf } from '../output/redact-known.ts';
import { safeText } from '../output/safe-text.ts';
import { runToEnd } from '../process/run-to-end.ts';
import { journalVariable } from '../process/run-variables.ts';
import { isArtifactThere } from './artifact-presence.ts';
import { fileLimitBytes, type Step, type Workflow } from './definition.ts';
import { readWorkflow } from './read-workflow.ts';
import { type RunnerHands, runWorkflow } from './run-workflow.ts';
import { runnerJournal } from './runner-journal.ts';
import { type RunnerOrder, readRunnerOrder, stepVariable } from './runner-order.ts';
import { commandOfStep, type Executors } from './step-command.ts';
import { resultVariable, takeStepResult } from './step-result.ts';
import type { RunnerEvents } from './try-step.ts';

/**
 * The step runner's own program: what runs in the background for a workflow. `node step-runner.js <file> [--engine
 * PYTHON] [--resume-of ID]`; the prompt comes in the environment.
 */
runProgram(async () => {
  process.exitCode = await main();
});

/** What a workflow cannot begin without is tried again: nobody launches it a second time. */
const opening: Pauses = { limitMs: 60_000, firstMs: 250, longestMs: 5000 };

async function main(): Promise<number> {
  const order = readRunnerOrder(process.argv.slice(2), process.env);
  const path = process.env[journalVariable] ?? '';
  const id = basename(path, '.ndjson');
  if (order === null || !isProcessId(id)) {
    say('usage: step-runner <file> [--engine PYTHON] [--resume-of ID]; started by tapps-agents itself');
    return 2;
  }
  knowSecretsOf(process.env);
  const project = projectAt(dirname(dirname(dirname(path))));
  const writer = await patientlyMeanwhile(() => JournalWriter.open(path, id, 'runner'), opening);
  const append = runnerJournal(writer, reservePath(project));
  const { settings } = await readSettings(project.configFile, process.env);
  const workflow = await readFile(order.file, Object.keys(settings.agents));
  if (typeof workflow === 'string') {
    say(workflow);
    const nothing = { step: null, missing: [], finished: 0, steps: 1 };
    const message = workflow.slice(0, 2000);
    await append('workflow.finished', { outcome: 'failed', message, ...nothing });
    return 1;
  }
  const executors = { agents: settings.agents, enginePython: order.enginePython };
  const hands = handsFor(order, executors, { project, id, append });
  const { outcome } = await runWorkflow(workflow, await stepsBefore(project, order.resumeOf), hands);
  writer.close();
  return outcome === 'completed' ? 0 : 1;
}

/** The workflow, or in words what is wrong with its file; it was checked at launch, and may have changed since. */
async function readFile(file: string, agents: readonly string[]): Promise<Workflow | string> {
  try {
    const read = await patientlyMeanwhile(() => readRegularFile(file, fileLimitBytes), opening);
    if (read.outcome !== 'read') return `the workflow file ${safeText(file)} cannot be used any more`;
    const { workflow, problems } = readWorkflow(read.text, file, agents);
    return workflow ?? `the workflow file cannot be used: ${problems[0]?.message ?? 'it cannot be read'}`;
  } catch (error) {
    if (isSystemError(error)) return `the workflow file ${safeText(file)} cannot be read (${error.code})`;
    throw error;
  }
}

async function stepsBefore(project: Project, resumeOf: string | null): Promise<ReadonlySet<string>> {
  if (resumeOf === null) return new Set();
  const { fold } = await patientlyMeanwhile(() => foldProcess(project, resumeOf), opening);
  return new Set(finishedSteps(fold.state.facts.steps));
}

type Place = { readonly project: Project; readonly id: string; readonly append: RunnerEvents };

function handsFor(order: RunnerOrder, executors: Executors, { project, id, append }: Place): RunnerHands {
  const cwd = process.cwd();
  const env = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return {
    append,
    say,
    isThere: (artifact) => isArtifactThere(cwd, artifact),
    commandOf: (step) => commandOfStep(step, executors, { prompt: order.prompt }),
    execute: async (step: Step, command, attempt) => {
      const resultPath = join(project.runFolder, `${id}.${step.index}.${attempt}.result.json`);
      const { timeoutMs } = step;
      const marker = `${id}.${step.index}.${attempt}`;
      const given = { ...env, [resultVariable]: resultPath, [stepVariable]: step.id };
      const end = await runToEnd({ command, cwd, env: given, timeoutMs, marker });
      return { ...end, result: takeStepResult(resultPath) };
    },
  };
}

function say(line: string): void {
  try {
    writeSync(1, `${line}\n`);
  } catch (error) {
    if (!isSystemError(error)) throw error; // a full disk must not end a workflow: its journal tells the same
  }
}
