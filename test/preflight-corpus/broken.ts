import { brokenAgents } from './agents-and-engine.ts';
import type { BrokenLaunch } from './case.ts';
import { brokenCommands } from './command-broken.ts';
import { brokenConfigurations } from './configuration.ts';
import { brokenFolders } from './folders.ts';
import { brokenSituations } from './git-and-situation.ts';
import { brokenNeeds } from './needs-broken.ts';
import { brokenWorkflowFiles } from './workflow-file.ts';
import { brokenWorkflowGraphs } from './workflow-graph.ts';

/** Every launch that must be refused. */
export const brokenLaunches: readonly BrokenLaunch[] = [
  ...brokenAgents,
  ...brokenCommands,
  ...brokenConfigurations,
  ...brokenFolders,
  ...brokenSituations,
  ...brokenNeeds,
  ...brokenWorkflowFiles,
  ...brokenWorkflowGraphs,
];
