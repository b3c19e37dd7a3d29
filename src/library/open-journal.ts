import { basename, resolve } from 'node:path';
import { foldEvent, startFold } from '../../projections/fold.ts';
import type { CorruptRange, ReadEvent } from '../../schemas/event.ts';
import { FailureError } from '../../schemas/failure.ts';
import { monotonicMs, sleepMs } from '../base/clock.ts';
import { eventBatches } from '../journal/journal-batches.ts';
import { readingPath } from '../journal/journal-places.ts';
import { JournalTail } from '../journal/journal-tail.ts';
import { findProject, isProcessId, type Project, processIdOf } from '../journal/project-paths.ts';
import { verdictOf } from './verdict-of.ts';

/**
 * Which journal: the path of a file that is named `<id>.ndjson`, or of any file with the id of its process, or the id of
 * a process of a project (that of the current folder, unless it is named), live or archived.
 */
export type JournalReference =
  | string
  | { readonly path: string; readonly id: string }
  | { readonly id: string; readonly project?: Project | string };

/** The events of one process in file order, read piece by piece: `for await (const { event } of journal)`. */
export type Journal = AsyncIterable<ReadEvent> & {
  readonly id: string;
  readonly path: string;
  readonly events: (reading?: Reading) => AsyncGenerator<ReadEvent, void, void>;
};

export type Reading = {
  /** Go on with what is written, until the process has ended. */
  readonly follow?: boolean;
  /** Ends a reading that follows. */
  readonly signal?: AbortSignal;
  /** Told of each stretch that is no event. */
  readonly onCorrupt?: (range: CorruptRange) => void;
};

/** Nothing is opened before it is read. Reading throws `journal_unusable` where there is no readable file. */
export function openJournal(reference: JournalReference): Journal {
  const { id, path } = placeOf(reference);
  const events = (reading: Reading = {}): AsyncGenerator<ReadEvent, void, void> => read(path, id, reading);
  return { id, path, events, [Symbol.asyncIterator]: () => events() };
}

function placeOf(reference: JournalReference): { readonly id: string; readonly path: string } {
  if (typeof reference === 'string') {
    const id = processIdOf(basename(reference));
    if (id !== null) return { id, path: resolve(reference) };
    const message = `${reference} is not named <id>.ndjson`;
    throw new FailureError({ code: 'usage', message, hint: 'say whose it is: openJournal({ path, id })' });
  }
  const { id } = reference;
  if (!isProcessId(id)) throw new FailureError({ code: 'usage', message: `"${id}" is no id of a process` });
  if ('path' in reference) return { id, path: resolve(reference.path) };
  const { project = '.' } = reference;
  return { id, path: readingPath(typeof project === 'string' ? findProject(project) : project, id) };
}

async function* read(path: string, id: string, reading: Reading): AsyncGenerator<ReadEvent, void, void> {
  let fold = startFold(id);
  const batches = eventBatches(path, id, reading.onCorrupt);
  let batch = batches.next();
  try {
    for (; batch.done !== true; batch = batches.next()) {
      for (const one of batch.value) {
        if (reading.follow === true) fold = foldEvent(fold, one);
        yield one;
      }
    }
  } finally {
    // Whoever reads may stop in the middle: the file is closed then, too.
    batches.return(0);
  }
  if (reading.follow !== true) return;
  const tail = new JournalTail(path, id, { onCorrupt: reading.onCorrupt, fromOffset: batch.value });
  try {
    yield* follow(tail, fold, reading.signal);
  } finally {
    tail.close();
  }
}

/** A look costs one `fstat`. */
const lookMs = 100;
/** A process can die without a word; what was written just before is read first, so such an end must last. */
const probeEveryMs = 500;

async function* follow(
  tail: JournalTail,
  begun: ReturnType<typeof startFold>,
  signal: AbortSignal | undefined,
): AsyncGenerator<ReadEvent, void, void> {
  let fold = begun;
  let probedAtMs = Number.NEGATIVE_INFINITY;
  let wasGone = false;
  while (signal?.aborted !== true) {
    const events = tail.drain();
    for (const one of events) {
      fold = foldEvent(fold, one);
      yield one;
    }
    const { phase } = fold.state.life;
    if (phase === 'ended' || phase === 'rejected') return;
    if (events.length > 0) wasGone = false;
    else if (monotonicMs() - probedAtMs >= probeEveryMs) {
      probedAtMs = monotonicMs();
      const isGone = phase !== 'unheard' && verdictOf(fold.state).health === 'ended';
      if (isGone && wasGone) return;
      wasGone = isGone;
    }
    await sleepMs(lookMs);
  }
}
