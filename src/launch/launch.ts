import { join } from 'node:path';
import type { DataOf } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import type { SupervisionAnswer } from '../../schemas/generated/types.ts';
import { failpoint } from '../base/failpoint.ts';
import { owe, settle } from '../claims/due.ts';
import type { Settings } from '../config/settings.ts';
import { ringDoorbell } from '../journal/doorbell.ts';
import { JournalWriter } from '../journal/journal-writer.ts';
import { journalPath, type Project } from '../journal/project-paths.ts';
import { prepareStateFolder } from '../journal/state-folder.ts';
import { removeStopMark } from '../journal/stop-mark.ts';
import { ownIdentity } from '../observe/own-identity.ts';
import type { Preflight } from '../preflight/run-checks.ts';
import { type Admission, admit, giveBack, handOverTicket, withAdmission } from './admission.ts';
import { earlyId } from './early-supervisor.ts';
import { writeFindings } from './findings-note.ts';
import type { GitFacts } from './git-facts.ts';
import { outputFolderOf } from './launch-folders.ts';
import type { LaunchRequest } from './launch-request.ts';
import { newProcessId } from './process-id.ts';
import { linkBack } from './repeat-link.ts';
import { endSilentStart } from './silent-start.ts';
import { specOf } from './spec.ts';
import { supervisionOrder } from './supervision-order.ts';
import { type StartedSupervisor, startSupervisor } from './supervisor-start.ts';

export type LaunchSite = {
  readonly project: Project;
  readonly settings: Settings;
  /** File of the supervisor's program. */
  readonly supervisorEntry: string;
  readonly watcherEntry: string;
  readonly version: string;
};

/** What was looked at before. */
export type LaunchFindings = { readonly preflight: Preflight; readonly git: GitFacts | null };

export type Launched = {
  readonly id: string;
  readonly journal: string;
  readonly output: string;
  readonly outcome: 'rejected' | SupervisionAnswer['outcome'];
  readonly answer: SupervisionAnswer | null;
  /** What the checks found, and whether there was a slot. */
  readonly preflight: Preflight;
};

/**
 * Writes the launch down, starts the supervisor and waits for proof that the command runs, or that it waits for its
 * turn. A pre-flight that failed is written down too, as is a limit that was reached, and starts nothing. Throws
 * `journal_unusable` or `append_failed` if nothing can be written: then nothing was started either.
 */
export async function launch(
  request: LaunchRequest,
  { preflight, git }: LaunchFindings,
  site: LaunchSite,
): Promise<Launched> {
  const { project, settings } = site;
  const outputFolder = outputFolderOf(project, settings);
  const [problem] = prepareStateFolder(project, outputFolder);
  if (problem !== undefined)
    throw new FailureError({ code: 'journal_unusable', path: problem.path, cause: problem.cause });
  const launcher = ownIdentity();
  failpoint('launch.before-requested');
  const { id, writer } = createJournal(project);
  const journal = journalPath(project, id);
  const output = join(outputFolder, `${id}.output`);
  const sources = { project, settings, outputPath: output, git, launcher, version: site.version };
  writeFirstLine(writer, specOf(request, sources));
  failpoint('launch.after-requested');
  const admission = preflight.valid ? await admit(request, { id, ...launcher }, site) : null;
  failpoint('launch.after-ticket');
  const found = admission === null ? preflight : withAdmission(preflight, admission);
  try {
    writeFindings(writer, found);
    failpoint('launch.after-validated');
    const place = { id, journal, output };
    const answer =
      admission?.admitted === true ? await startAdmitted(request, site, writer, place, admission) : null;
    writer.close();
    if (answer !== null) linkBack(request, id, project);
    return { id, journal, output, outcome: answer?.outcome ?? 'rejected', answer, preflight: found };
  } catch (error) {
    giveBack(project, id, admission);
    throw error;
  } finally {
    ringDoorbell(project);
  }
}

/** Under the id that a supervisor was started for, unless somebody has that one. */
function createJournal(project: Project): { id: string; writer: JournalWriter } {
  for (let id = earlyId() ?? newProcessId(); ; id = newProcessId()) {
    const writer = JournalWriter.createUnseen(journalPath(project, id), id, 'launcher');
    if (writer !== null) return { id, writer };
  }
}

type Admitted = Extract<Admission, { readonly admitted: true }>;
type Place = { readonly id: string; readonly journal: string; readonly output: string };

/** A journal without its first line would be a process that nobody asked for: none is left where that fails. */
function writeFirstLine(writer: JournalWriter, spec: DataOf<'launch.requested'>): void {
  try {
    writer.append('launch.requested', spec);
  } catch (error) {
    writer.close();
    throw error;
  }
}

async function startAdmitted(
  request: LaunchRequest,
  site: LaunchSite,
  writer: JournalWriter,
  place: Place,
  admission: Admitted,
): Promise<SupervisionAnswer> {
  const { project, settings } = site;
  if (settings.monitoringEnabled) {
    owe(project, place.id);
    removeStopMark(project);
  }
  const answer = await startSupervised(request, site, writer, place, admission);
  // Whoever launched it is told right now that it could not be started.
  if (answer.outcome === 'spawn_failed') settle(project, place.id);
  return answer;
}

async function startSupervised(
  request: LaunchRequest,
  site: LaunchSite,
  writer: JournalWriter,
  place: Place,
  admission: Admitted,
): Promise<SupervisionAnswer> {
  const supervisor = startSupervisor(site.supervisorEntry, place);
  if (supervisor === null) {
    const message = 'the system gave no process for the supervisor';
    giveBack(site.project, place.id, admission);
    writer.append('process.spawn_failed', { code: 'EAGAIN', message });
    return { outcome: 'spawn_failed', code: 'EAGAIN', message };
  }
  try {
    return await order(
      request,
      site,
      writer,
      { ...place, queued: admission.queued, ticket: admission.ticket },
      supervisor,
    );
  } catch (error) {
    supervisor.abandon();
    throw error;
  }
}

async function order(
  request: LaunchRequest,
  site: LaunchSite,
  writer: JournalWriter,
  { queued, ticket: own, ...place }: Place & Omit<Admitted, 'admitted'>,
  supervisor: StartedSupervisor,
): Promise<SupervisionAnswer> {
  failpoint('launch.after-supervisor');
  const heir = { id: place.id, ...supervisor.identity };
  const ticket = await handOverTicket(site.project, own, heir, queued === null ? 'runs' : 'waits');
  const { pid: supervisorPid, startToken: supervisorStartToken } = supervisor.identity;
  writer.append('process.launched', { supervisorPid, supervisorStartToken });
  failpoint('launch.after-launched');
  if (queued !== null) writer.append('process.queued', queued);
  const marker = `${place.id}.${writer.by.slice(writer.by.indexOf('.') + 1)}`;
  const answer = await supervisor.give(
    supervisionOrder(request, { ...place, marker, ticket, after: queued?.after ?? null }, site),
  );
  supervisor.abandon();
  failpoint('launch.before-answer');
  if (answer.code !== 'supervisor') return answer;
  const { identity } = supervisor;
  return endSilentStart({ ...place, project: site.project, supervisor: identity, ticket }, answer, writer);
}
