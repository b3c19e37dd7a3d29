import type { Check } from './check.ts';
import { type CheckSite, environmentChecks } from './checks-for.ts';
import { clockCheck } from './clock.ts';
import { configurationCheck } from './configuration.ts';
import { journalsCheck } from './doctor-journals.ts';
import { gateShellCheck, nodeCheck } from './doctor-machine.ts';
import { noticesCheck } from './doctor-notices.ts';
import { agentsCheck, engineCheck, workflowsCheck } from './doctor-project.ts';
import { gitStateCheck } from './git-state.ts';
import { platformCheck } from './platform.ts';
import { situationOf } from './situation.ts';

/** Everything that can be known of a place without launching anything. Nothing is written, not even a cache. */
export function doctorChecks(site: CheckSite): readonly Check[] {
  const { project, settings, configProblems, nowMs } = site;
  const { lastWrittenMs } = situationOf(project);
  return [
    platformCheck,
    nodeCheck(),
    gateShellCheck(),
    ...environmentChecks(site),
    clockCheck({ nowMs, lastWrittenMs }),
    configurationCheck(project.configFile, configProblems),
    gitStateCheck({ cleanTree: false, nowMs }),
    journalsCheck(project),
    agentsCheck(settings.agents),
    workflowsCheck(settings),
    engineCheck(settings.enginePython),
    noticesCheck(settings.notifications),
  ];
}
