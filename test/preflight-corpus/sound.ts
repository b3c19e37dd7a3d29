import { soundAgents } from './agents-and-engine.ts';
import type { SoundLaunch } from './case.ts';
import { soundCommands } from './command-sound.ts';
import { soundConfigurations } from './configuration.ts';
import { soundFolders } from './folders.ts';
import { soundSituations } from './git-and-situation.ts';
import { soundNeeds } from './needs-sound.ts';
import { soundWorkflowFiles } from './workflow-file.ts';
import { soundWorkflowGraphs } from './workflow-graph.ts';

/** Every launch that must be accepted. */
export const soundLaunches: readonly SoundLaunch[] = [
  ...soundAgents,
  ...soundCommands,
  ...soundConfigurations,
  ...soundFolders,
  ...soundSituations,
  ...soundNeeds,
  ...soundWorkflowFiles,
  ...soundWorkflowGraphs,
];
