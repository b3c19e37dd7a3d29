import type { ConfigProblem, Settings } from '../config/settings.ts';
import type { Project } from '../journal/project-paths.ts';
import { argumentsCheck } from './arguments.ts';
import type { Check } from './check.ts';
import { clockCheck } from './clock.ts';
import { commandCheck } from './command.ts';
import { error } from './command-words.ts';
import { concurrencyCheck } from './concurrency.ts';
import { configurationCheck } from './configuration.ts';
import { cwdCheck } from './cwd.ts';
import { diskSpaceCheck } from './disk-space.ts';
import { fileWatchesCheck } from './file-watches.ts';
import { resultsOf } from './findings.ts';
import { gitStateCheck } from './git-state.ts';
import { type AskedPatterns, patternChecks } from './line-patterns.ts';
import { memoryCheck } from './memory.ts';
import { pastFailuresCheck } from './past-failures.ts';
import { platformCheck } from './platform.ts';
import { parseRequirement, type Requirement } from './requirement.ts';
import { requirementChecks } from './requirement-checks.ts';
import type { Thoroughness } from './run-checks.ts';
import { sameRunCheck } from './same-run.ts';
import { situationOf } from './situation.ts';
import { stateFoldersCheck } from './state-folders.ts';
import { tempFolderCheck } from './temp-folder.ts';
import type { AskedRun } from './written-run.ts';

/** What of a launch decides which checks it needs. */
export type LaunchSubject = AskedRun &
  AskedPatterns & {
    readonly requires: readonly string[];
    /** It waits for a free slot. */
    readonly queue: boolean;
    /** The process that it waits for. */
    readonly after: string | null;
  };

export type CheckSite = {
  readonly project: Project;
  readonly settings: Settings;
  /** What is wrong with the configuration. */
  readonly configProblems: readonly ConfigProblem[];
  /** Every folder that the launch writes to. */
  readonly stateFolders: readonly string[];
  readonly nowMs: () => number;
};

/** Every check that a launch gets. Without validation only what this program itself relies on is left. */
export function checksFor(
  subject: LaunchSubject,
  site: CheckSite,
  thoroughness: Thoroughness,
): readonly Check[] {
  const own = patternChecks(subject);
  if (thoroughness === 'skipped') return [platformCheck, ...own, limitCheck(subject, site)];
  return [
    platformCheck,
    commandCheck,
    cwdCheck,
    argumentsCheck,
    configurationCheck(site.project.configFile, site.configProblems),
    ...own,
    ...neededChecks(subject, site.settings),
    ...environmentChecks(site),
    gitStateCheck({ cleanTree: typeSettings(subject, site.settings)?.cleanTree ?? false, nowMs: site.nowMs }),
    ...situationChecks(subject, site),
  ];
}

/** What holds for every launch from here, whatever it launches. */
export function environmentChecks({ stateFolders, settings }: CheckSite): readonly Check[] {
  return [
    stateFoldersCheck(stateFolders),
    diskSpaceCheck(stateFolders, settings.minFreeDiskBytes),
    tempFolderCheck(settings.minFreeDiskBytes),
    memoryCheck(),
    fileWatchesCheck(),
  ];
}

const hintForRequires = 'mend requires: of its type in .tapps-agents/config.yaml';

/** What the options and the settings of its type declare. */
function neededChecks(subject: LaunchSubject, settings: Settings): readonly Check[] {
  const written = [...subject.requires, ...(typeSettings(subject, settings)?.requires ?? [])];
  const read = written.map(parseRequirement);
  const needs = read.filter((need): need is Requirement => !('problem' in need));
  const faults = read.flatMap((need) => ('problem' in need ? [error(need.problem, hintForRequires)] : []));
  const malformed: Check = { name: 'requires', run: async () => resultsOf('requires', faults, '') };
  return [
    ...(faults.length === 0 ? [] : [malformed]),
    ...requirementChecks(needs, { python: settings.enginePython }),
  ];
}

/** A limit that is set is kept, checked or not. */
function limitCheck(
  { queue, after }: LaunchSubject,
  { settings, project }: CheckSite,
  situation = situationOf(project),
): Check {
  const mayWait = queue || after !== null;
  return concurrencyCheck({ max: settings.maxConcurrent, running: situation.running, mayWait });
}

function situationChecks(subject: LaunchSubject, site: CheckSite): readonly Check[] {
  const situation = situationOf(site.project);
  const { running, runsOf, lastWrittenMs } = situation;
  return [
    limitCheck(subject, site, situation),
    sameRunCheck(subject, running),
    pastFailuresCheck(subject, runsOf),
    clockCheck({ nowMs: site.nowMs, lastWrittenMs }),
  ];
}

function typeSettings({ type }: LaunchSubject, { types }: Settings): Settings['types'][string] | undefined {
  return Object.hasOwn(types, type) ? types[type] : undefined;
}
