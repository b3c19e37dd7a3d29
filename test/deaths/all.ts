import type { Fate } from './death.ts';
import { launchDeaths } from './launches.ts';
import { limitDeaths } from './limits.ts';
import { lostDeaths } from './lost.ts';
import { memoryDeaths } from './memory.ts';
import { nodeDeaths } from './node.ts';
import { pythonDeaths } from './python.ts';
import { shellDeaths } from './shell.ts';
import { signalDeaths } from './signals.ts';
import { toolDeaths } from './tools.ts';
import { workflowDeaths } from './workflows.ts';

export const allDeaths: readonly Fate[] = [
  ...launchDeaths,
  ...limitDeaths,
  ...lostDeaths,
  ...memoryDeaths,
  ...nodeDeaths,
  ...pythonDeaths,
  ...shellDeaths,
  ...signalDeaths,
  ...toolDeaths,
  ...workflowDeaths,
];
