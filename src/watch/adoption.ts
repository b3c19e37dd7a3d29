import { closeSync } from 'node:fs';
import type { Running, Spec } from '../../projections/process-life.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { type AttendedRun, attend } from '../attend/attend.ts';
import type { LinesTold } from '../attend/lines-told.ts';
import { orphanedOutput } from '../attend/orphaned-output.ts';
import type { WatchedOutput } from '../attend/output-watch.ts';
import { runPatterns } from '../attend/run-patterns.ts';
import { sleepMs } from '../base/clock.ts';
import { limitGraceMs } from '../base/time-limit.ts';
import type { Settings, SettingsNow } from '../config/settings.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { journalPath, outputPathOf, type Project, reservePath } from '../journal/project-paths.ts';
import { knowSecretsOf } from '../output/redact-known.ts';
import { processTable } from '../process/identity.ts';
import { presenceOf } from '../process/presence.ts';

export type AdoptionSite = { readonly project: Project; readonly settings: SettingsNow };

/** How often the command is looked at, of which no parent will hear the end. */
const lookMs = 250;

/**
 * Attends to a command whose supervisor died, as the supervisor would: heartbeats, its output, stop requests, limits.
 * Resolves when it has ended and the rest of its output was read; how it ended nobody can know any more.
 */
export async function adopt({ project, settings }: AdoptionSite, state: ProcessState): Promise<void> {
  const { life, spec } = state;
  if (life.phase !== 'started' || spec === null) return;
  // A pen of its own: those of the watcher are laid down when something cannot be written, and taken up anew.
  const path = journalPath(project, state.id);
  const writer = JournalWriter.open(path, state.id, 'watcher');
  try {
    await attendTo({ project, settings }, state, { spec, running: life.running }, writer);
  } finally {
    writer.close();
  }
}

async function attendTo(
  { project, settings }: AdoptionSite,
  state: ProcessState,
  { spec, running }: { readonly spec: Spec; readonly running: Running },
  writer: JournalWriter,
): Promise<void> {
  const output = orphanedOutput(outputPathOf(project, spec.output), {
    knownBytes: state.facts.outputBytes ?? 0,
    goneBytes: state.facts.outputGoneBytes,
    fromBytes: state.facts.attemptOffset,
  });
  // Its supervisor knew them from the launch; nowhere are they written down, but while it runs they stand in its memory.
  const forgetSecrets = knowSecretsOf(processTable.environmentOf(running.child.pid));
  try {
    const run = adoptedRun(project, settings.now, state, spec, running, output);
    const { progress: progressPattern, failOn = null, doneOn = null } = spec.patterns;
    const patterns = await runPatterns({ progressPattern, failOn, doneOn, isEngine: run.isEngine });
    const attendance = attend({ ...run, patterns }, writer);
    while (presenceOf(running.child) !== 'dead') await sleepMs(lookMs);
    await attendance.finish();
  } finally {
    forgetSecrets();
    closeSync(output.fd);
  }
}

function adoptedRun(
  project: Project,
  settings: Settings,
  state: ProcessState,
  spec: Spec,
  running: Running,
  output: WatchedOutput,
): Omit<AttendedRun, 'patterns'> {
  const { limits } = spec;
  return {
    id: state.id,
    journal: journalPath(project, state.id),
    root: { child: running.child, marker: spec.marker },
    output,
    heartbeatMs: settings.heartbeatMs,
    timeoutMs: limits.timeoutMs,
    ranMs: ranMsOf(running),
    graceMs: limitGraceMs,
    limits: {
      maxOutputBytes: limits.maxOutputBytes ?? settings.maxOutputBytes,
      onMaxOutput: limits.onMaxOutput,
      minFreeDiskBytes: limits.minFreeDiskBytes,
    },
    isEngine: false,
    told: linesTold(state),
    waitTree: spec.waitTree ?? false,
    reserve: reservePath(project),
  };
}

/** The supervisor's own clock died with it; the wall clock, which may have been set since, only where no other is left. */
function ranMsOf({ child, startedAt }: Running): number {
  return processTable.ageMs(child.startToken) ?? Math.max(0, Date.now() - Date.parse(startedAt));
}

/** What the dead supervisor wrote down about lines of this attempt; the same lines may be read again. */
function linesTold({ outcome, facts }: ProcessState): LinesTold {
  const { failLine, doneLine, errorLineCount, errorLines } = facts.output;
  return {
    isBlocked: outcome !== null,
    hasFailed: failLine !== null,
    isDone: doneLine !== null,
    errorLines: errorLineCount,
    errorOffset: errorLines.at(-1)?.offset ?? -1,
  };
}
