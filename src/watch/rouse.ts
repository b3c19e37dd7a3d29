import { awaitedWord } from '../../reactors/silent.ts';
import type { Project } from '../journal/project-paths.ts';
import { observe } from '../observe/observe.ts';
import { killSupervisor, wakeSupervisor } from '../observe/silent-supervisor.ts';

/** Does something about a supervisor that owes a word, unless it has said it meanwhile. */
export async function rouse(
  project: Project,
  id: string,
  how: 'wake_supervisor' | 'kill_supervisor',
): Promise<void> {
  const { state, probe } = await observe(project, id);
  const awaited = awaitedWord(state, probe);
  if (how === 'wake_supervisor') wakeSupervisor(state);
  else if (awaited === 'start') await killSupervisor(state);
}
