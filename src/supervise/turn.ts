import type { SupervisionAnswer, SupervisionOrder } from '../../schemas/generated/types.ts';
import { StopWatch } from '../attend/stop-watch.ts';
import { writeAtLast } from '../attend/write-at-last.ts';
import { assert } from '../base/assert.ts';
import { until } from '../base/clock.ts';
import type { JournalWriter } from '../journal/journal-writer.ts';
import { projectAt } from '../journal/project-paths.ts';
import { identityOf } from '../process/identity.ts';
import { hasSlot, slotFolder } from '../slots/slot-folder.ts';
import { dropTicket } from '../slots/tickets.ts';
import type { TurnEnd, TurnHands } from '../slots/turn.ts';

type Answer = (answer: SupervisionAnswer) => void;

/** For how long it may not be able to read who it is (no descriptor is free). */
const unseenLimitMs = 5000;

/** Whether it had to be waited for. */
export type TurnTaken = 'at once' | 'later' | 'never';

/**
 * Waits until the command may be started. Where it never may, it is written down why. The ticket is given back when this
 * program ends; if it is killed, whoever looks next takes it away.
 */
export async function turnOf(
  order: SupervisionOrder,
  writer: JournalWriter,
  answer: Answer,
): Promise<TurnTaken> {
  const { id, after, slots, root } = order;
  const project = projectAt(root);
  let ticket = slots?.ticket ?? null;
  const onTicket = (number: number): void => {
    ticket = number;
  };
  process.on('exit', () => {
    if (ticket !== null) dropTicket(slotFolder(project), ticket, id);
  });
  if (after === null && (slots === null || hasSlot(project, ticket, id))) return 'at once';
  const wait = await waitReady(order);
  answer({ outcome: 'queued' });
  const end = await waitedFor(order, wait, writer, onTicket);
  if (end.end === 'go') return 'later';
  await writeEnd(end, order, writer);
  return 'never';
}

type Wait = (hands: TurnHands) => Promise<TurnEnd>;

/** All that the system may refuse, before anybody is told that it waits. */
async function waitReady({ id, after, slots, root }: SupervisionOrder): Promise<Wait> {
  // Only those that wait load it: it judges other processes, which needs more code than a supervisor is.
  const { waitForTurn } = await import('../slots/turn.ts');
  const waiter = await until(() => identityOf(process.pid), { limitMs: unseenLimitMs, everyMs: 250 });
  assert(waiter !== null, 'a running program has an identity');
  return (hands) => waitForTurn({ project: projectAt(root), id, waiter, after, slots }, hands);
}

async function waitedFor(
  { journal, id }: SupervisionOrder,
  wait: Wait,
  writer: JournalWriter,
  onTicket: (number: number) => void,
): Promise<TurnEnd> {
  const stop = new AbortController();
  const watch = new StopWatch(journal, id, writer.by, {
    looked: () => writer.tend(),
    asked: () => stop.abort(),
  });
  const onQueued = (): void => writer.append('process.queued', { reason: 'limit' });
  try {
    return await wait({ onTicket, onQueued, signal: stop.signal });
  } finally {
    await watch.close(); // a watch that nobody closes keeps a supervisor alive that has nothing to wait for
  }
}

/** What never started is lost, unless the stop or the block before it says better what became of it. */
async function writeEnd(end: TurnEnd, { reserve }: SupervisionOrder, writer: JournalWriter): Promise<void> {
  if (end.end === 'blocked') {
    const blocked = writer.prepare('process.warned', { kind: 'blocked', message: end.message });
    await writeAtLast(writer, blocked, reserve);
  }
  const never = writer.prepare('process.lost', { reason: 'never_started', lastSeenAt: null });
  await writeAtLast(writer, never, reserve);
}
