import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchJson } from '../../schemas/generated/types.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { placeIn, quietGit } from '../preflight-corpus/place.ts';
import { eventually, type TestProject } from '../rig/project.ts';
import type { Fate } from './death.ts';

/** A loaded machine takes its time to start four programs. */
const patienceMs = 40_000;
let places = 0;

/** Lets it happen, in a folder of its own, and gives its id when it has ended, or when it is as far as it shall come. */
export async function comeAbout(fate: Fate, project: TestProject): Promise<string> {
  places += 1;
  const folder = join(project.folder, `place-${places}`);
  mkdirSync(folder);
  const place = placeIn(folder);
  fate.given?.(place);
  const first = fate.first === undefined ? '' : await launch(fate.first);
  const id = await launch(fate.words.map((word) => word.replaceAll('{first}', first)));
  if (fate.meanwhile !== undefined) await fate.meanwhile({ project, place, id });
  else await ended(project, id);
  return id;

  /** The id is there also where the launch is refused, or where it fails at once. */
  async function launch(words: readonly string[]): Promise<string> {
    const env = { ...quietGit, ...fate.env };
    const { stdout, stderr } = await project.call(withJson(words), { cwd: folder, env });
    const started: LaunchJson | null = stdout === '' ? null : JSON.parse(stdout);
    if (started?.id != null) return started.id;
    throw new Error(`${fate.name}: no process came of it: ${stderr}${stdout}`);
  }
}

/** Waits for the end that its supervisor writes down. */
async function ended(project: TestProject, id: string): Promise<void> {
  const at = projectAt(project.folder);
  await eventually(
    async () => ((await observe(at, id)).verdict.health === 'ended' ? true : null),
    patienceMs,
  );
}

/** With `--json` behind the launching word, before any word of what is launched. */
function withJson(words: readonly string[]): string[] {
  const at = words.findIndex((word) => word === 'run' || word === 'workflow') + 1;
  return [...words.slice(0, at), '--json', ...words.slice(at)];
}
