import { closeSync, readSync } from 'node:fs';
import type { Running, Spec } from '../../projections/process-life.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { type AttendedRun, attend } from '../attend/attend.ts';
import { sleepMs } from '../base/clock.ts';
import { limitGraceMs } from '../base/time-limit.ts';
import type { Settings } from '../config/settings.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import { journalPath, outputPathOf, type Project, reservePath } from '../journal/project-paths.ts';
import { openOutputForAppend } from '../output/output-file.ts';
import { presenceOf } from '../process/presence.ts';

export type AdoptionSite = { readonly project: Project; readonly settings: Settings };

/** How often the command is looked at, of which no parent will hear the end. */
const lookMs = 250;

/**
 * Attends to a command whose supervisor died, as the supervisor would: heartbeats, its output, stop requests, limits.
 * Resolves when it has ended and the rest of its output was read; how it ended nobody can know any more.
 */
export async function adopt(
  { project, settings }: AdoptionSite,
  state: ProcessState,
  writer: JournalWriter,
): Promise<void> {
  const { life, spec } = state;
  if (life.phase !== 'started' || spec === null) return;
  const fd = openOutputForAppend(outputPathOf(project, spec.output));
  try {
    const run = adoptedRun(project, settings, state, spec, life.running, fd);
    const attendance = attend(run, writer);
    while (presenceOf(life.running.child) !== 'dead') await sleepMs(lookMs);
    await attendance.finish();
  } finally {
    closeSync(fd);
  }
}

function adoptedRun(
  project: Project,
  settings: Settings,
  state: ProcessState,
  spec: Spec,
  running: Running,
  fd: number,
): AttendedRun {
  const { limits, patterns } = spec;
  const goneBytes = state.facts.outputGoneBytes;
  return {
    id: state.id,
    journal: journalPath(project, state.id),
    root: { child: running.child, marker: spec.marker },
    output: { path: outputPathOf(project, spec.output), fd, goneBytes, scannedFrom: scannedUpTo(state, fd) },
    heartbeatMs: settings.heartbeatMs,
    timeoutMs: limits.timeoutMs,
    // By the wall clock: the supervisor that had the better one is dead.
    ranMs: Math.max(0, Date.now() - Date.parse(running.startedAt)),
    graceMs: limitGraceMs,
    limits: {
      maxOutputBytes: limits.maxOutputBytes ?? settings.maxOutputBytes,
      onMaxOutput: limits.onMaxOutput,
      minFreeDiskBytes: limits.minFreeDiskBytes,
    },
    progressPattern: patterns.progress,
    isEngine: false,
    reserve: reservePath(project),
  };
}

const lineLimitBytes = 64 * 1024;

/** All was read up to the last line that anything was said about, that line included: it is not told twice. */
function scannedUpTo({ facts }: ProcessState, fd: number): number {
  const { toldOffset, outputGoneBytes } = facts;
  if (toldOffset === null) return outputGoneBytes;
  const chunk = Buffer.alloc(lineLimitBytes);
  const from = Math.max(0, toldOffset - outputGoneBytes);
  const count = readSync(fd, chunk, 0, chunk.length, from);
  const end = chunk.subarray(0, count).indexOf('\n');
  return outputGoneBytes + from + (end === -1 ? count : end + 1);
}
