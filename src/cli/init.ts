import { join } from 'node:path';
import { FailureError } from '../../schemas/failure.ts';
import type { InitJson } from '../../schemas/generated/types.ts';
import { isSystemError } from '../base/system-error.ts';
import { starterConfig } from '../config/starter-config.ts';
import { type StarterWriting, writeStarterFiles } from '../config/starter-files.ts';
import { starterWorkflow } from '../config/starter-workflow.ts';
import type { Project } from '../journal/project-paths.ts';
import { attributeRules, ignoreRules, prepareFolder } from '../journal/state-folder.ts';
import { pastedPath, shownPath } from '../preflight/command-words.ts';
import { stateFoldersCheck } from '../preflight/state-folders.ts';
import { exitCodes } from './exit-codes.ts';
import { type Hands, present } from './hands.ts';

/** Writes a commented configuration, rules for git and an example workflow; what is there already stays as it is. */
export async function init(hands: Hands): Promise<number> {
  const { project, shortPath } = hands;
  const workflows = join(project.stateFolder, 'workflows');
  const example = join(workflows, exampleName);
  const { written, kept } = await writeAll(project, workflows);
  const document: InitJson = { written: [...written], kept: [...kept] };
  present(hands, document, () => [
    ...written.map((path) => `✅ written: ${shownPath(shortPath(path))}`),
    ...kept.map((path) => `left as it is: ${shownPath(shortPath(path))}`),
    ...(written.includes(example)
      ? [`Try it: tapps-agents workflow ${pastedPath(shortPath(example))} --wait`]
      : []),
  ]);
  return exitCodes.done;
}

const exampleName = 'example.yaml';

async function writeAll(project: Project, workflows: string): Promise<StarterWriting> {
  // First the one around the other: nothing is made behind a link.
  for (const folder of [project.stateFolder, workflows]) {
    const problem = prepareFolder(folder, folder === project.stateFolder ? 'writes' : 'nothing');
    if (problem !== null) throw await refusal(project, workflows, problem.path, problem.cause);
  }
  try {
    return writeStarterFiles([
      { path: project.configFile, content: starterConfig() },
      { path: join(project.stateFolder, '.gitignore'), content: ignoreRules },
      { path: join(project.stateFolder, '.gitattributes'), content: attributeRules },
      { path: join(workflows, exampleName), content: starterWorkflow },
    ]);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw await refusal(project, workflows, project.stateFolder, error.code);
  }
}

/** The check of the folders knows best what is wrong with them, and how to mend it. */
async function refusal(
  project: Project,
  workflows: string,
  path: string,
  cause: string,
): Promise<FailureError> {
  const { root, stateFolder } = project;
  const plan = { command: [], cwd: root, env: {}, stateFolder, projectRoot: root };
  const results = await stateFoldersCheck([workflows]).run(plan, new AbortController().signal);
  const found = results.find(({ ok }) => !ok);
  const message = found?.message ?? `Cannot write ${shownPath(path)}: ${cause}`;
  return new FailureError({
    code: 'not_writable',
    message,
    hint: found?.hint ?? `see ls -ld ${pastedPath(path)}`,
  });
}
