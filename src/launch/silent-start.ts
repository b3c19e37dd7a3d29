import type { SupervisionAnswer } from '../../schemas/generated/types.ts';
import { until } from '../base/clock.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import type { Project } from '../journal/project-paths.ts';
import { observe } from '../observe/observe.ts';
import type { Identity } from '../process/identity.ts';
import { killOne } from '../process/kill-one.ts';
import { presenceOf } from '../process/presence.ts';
import { slotFolder } from '../slots/slot-folder.ts';
import { dropTicket } from '../slots/tickets.ts';

export type SilentStart = {
  readonly project: Project;
  readonly id: string;
  readonly supervisor: Identity;
  readonly ticket: number | null;
};

/** One that closed its stdout is about to end by itself. */
const endingLimitMs = 1000;

/**
 * A supervisor that gave no answer (Node hangs for ever where the system gives it no thread) would hold its slot for
 * ever, so it is ended, and that is written down. Its gate closes with it: what it had not recorded as started never
 * runs. What it had is told as started, for it may run.
 */
export async function endSilentStart(
  { project, id, supervisor, ticket }: SilentStart,
  answer: SupervisionAnswer,
  writer: JournalWriter,
): Promise<SupervisionAnswer> {
  const isOver = () => (presenceOf(supervisor) === 'dead' ? true : null);
  const hasDied = await until(isOver, { limitMs: endingLimitMs, everyMs: 10 });
  if (hasDied !== null || (await killOne(supervisor)) !== 'killed') return answer;
  const { phase } = (await observe(project, id)).state.life;
  if (phase === 'started') return { outcome: 'started' };
  if (phase !== 'launched' && phase !== 'waiting') return answer;
  const message = `${answer.message}, and was ended; perhaps processes or memory are short (ulimit -u)`;
  writer.append('process.spawn_failed', { code: 'ETIMEDOUT', message });
  if (ticket !== null) dropTicket(slotFolder(project), ticket, id);
  return { outcome: 'spawn_failed', code: 'ETIMEDOUT', message };
}
