import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { CatalogueEvent } from '../../schemas/event.ts';
import { encodeLine } from '../../src/journal/journal-line.ts';
import { spawnFailed } from '../projections/any-event.ts';
import * as given from '../rig/given-events.ts';
import { type GivenEvent, givenId } from '../rig/given-journal.ts';
import { meaningOf, type Written } from './history-model.ts';

/** What four writers want to write, and in which order they come to it, and what befalls them at each step. */
export type HistoryPlan = {
  /** Launcher, supervisor, watcher, and whoever calls a command. */
  readonly wanted: readonly (readonly GivenEvent[])[];
  readonly steps: readonly Step[];
  /** The first verdict after the end is that of the facts, as it is in life. */
  readonly isHonest: boolean;
};

type Step = {
  readonly writer: number;
  readonly comes:
    | 'whole'
    | 'twice' // it was not told that the first copy is on disk
    | 'late copy' // … and tried again after others had written
    | 'short' // the disk took a part of it, so the whole is tried again
    | 'glued' // another writer's line tore just before it
    | 'dies'; // it was killed while it wrote
  readonly cut: number;
};

/** The events that can be read of it, in the order of the file, and the very bytes. */
export type History = { readonly written: readonly Written[]; readonly bytes: Buffer };

const { array, constant, constantFrom, integer, nat, oneof, record, tuple } = fc;

const launcher = constantFrom(
  [given.requested(), given.validated(), given.launched()],
  [given.requested(), given.validated(), given.launched(), given.queued()],
  [given.requested(), given.validated({ valid: false })],
);

const retried = [given.exited({ code: 3, willRetry: true }), given.started({ attempt: 2 })];
const supervisor = tuple(
  constantFrom<GivenEvent[][]>([given.started()], [given.started(), ...retried]),
  array(
    constantFrom(
      given.heartbeat(),
      given.progressed(),
      given.failLine(),
      given.doneLine(),
      given.errorLine(),
    ),
    { maxLength: 4 },
  ),
  constantFrom(
    [given.exited()],
    [given.exited({ code: 3 })],
    [given.exited({ code: null, signal: 'SIGKILL' })],
    [spawnFailed()],
    [],
  ),
).map((parts) => parts.flat());

const watcher = array(
  oneof(
    { weight: 2, arbitrary: constant(given.lost()) },
    { weight: 3, arbitrary: constantFrom(given.completed(), given.failed(), given.stopped()) },
    { weight: 1, arbitrary: constantFrom(given.noticeSent(), given.noticeFailed()) },
    { weight: 1, arbitrary: constant(given.heartbeat()) },
  ),
  { maxLength: 6 },
);

const callers = array(
  oneof(
    constant(given.noted()),
    constantFrom<('user' | 'timeout')[]>('user', 'timeout').map((by) => given.stopRequested({ by })),
    constant(given.progressed()),
    constant(given.lost()),
  ),
  { maxLength: 4 },
);

const step: fc.Arbitrary<Step> = record({
  writer: nat(3),
  comes: oneof(
    { weight: 10, arbitrary: constant('whole' as const) },
    { weight: 5, arbitrary: constantFrom('twice', 'late copy', 'short', 'glued', 'dies') },
  ),
  cut: integer({ min: 1, max: 1_000_000 }),
});

export const anyPlan: fc.Arbitrary<HistoryPlan> = record({
  wanted: tuple(launcher, supervisor, watcher, callers),
  steps: array(step, { minLength: 1, maxLength: 30 }),
  isHonest: fc.boolean(),
});

const roles = ['launcher', 'supervisor', 'watcher', 'command'] as const;
/** Whose place is taken by a new one when they die. */
const comeAgain: ReadonlySet<string> = new Set(['watcher', 'command']);

/**
 * Plays a plan. The first event of a journal always stands: until then there is no journal. In the end somebody comes
 * who finds nobody left, and says so.
 */
export function historyOf({ wanted, steps, isHonest }: HistoryPlan): History {
  const text = new JournalText();
  const left = wanted.map((events) => [...events]);
  const lives = roles.map((role) => ({ by: `${role}.life1`, n: 0, life: 1 }));
  for (const { writer, comes, cut } of [firstStep, ...steps]) {
    const life = lives[writer];
    const next = left[writer]?.shift();
    if (life === undefined || next === undefined) continue;
    life.n += 1;
    const event = isHonest ? honest(next, text.written) : next;
    text.write({ by: life.by, n: life.n, event }, comes, cut);
    if (comes !== 'dies') continue;
    const role = roles[writer] ?? '';
    if (!comeAgain.has(role)) left[writer] = [];
    life.life += 1;
    Object.assign(life, { by: `${role}.life${life.life}`, n: 0 });
  }
  text.write({ by: 'watcher.last', n: 1, event: given.lost() }, 'whole', 1);
  return { written: text.written, bytes: text.bytes() };
}

const firstStep: Step = { writer: 0, comes: 'whole', cut: 1 };

/** Who judges by the facts writes down what they mean; before the end he has nothing to say but that it goes on. */
function honest(event: GivenEvent, before: readonly Written[]): GivenEvent {
  if (!['process.completed', 'process.failed', 'process.stopped'].includes(event.type)) return event;
  const { status, reason, end } = meaningOf(before);
  if (end === null || status === 'rejected') return given.noticeSent();
  if (status === 'completed') return given.completed();
  if (status === 'stopped') return given.stopped();
  const reasons = ['spawn_failed', 'timeout', 'output_error', 'signal', 'exit_code', 'lost'] as const;
  return given.failed({ reason: reasons.find((one) => one === reason) ?? 'lost' });
}

/** The bytes of a journal as they come about, each line attesting all that stood before it. */
class JournalText {
  readonly written: Written[] = [];
  #pieces: Buffer[] = [];
  #hash = createHash('sha256');
  #length = 0;
  #isTorn = false;

  bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  write(one: Written, comes: Step['comes'], cut: number): void {
    if (comes === 'dies' || comes === 'short') this.#add(part(this.#line(one), cut));
    // Both had looked before either wrote.
    if (comes === 'glued') this.#add(Buffer.concat([part(this.#line(one), cut), this.#line(one), lineEnd]));
    if (comes !== 'dies') this.#whole(one);
    if (comes === 'twice') this.#whole(one);
    if (comes === 'late copy') this.#whole(this.written[cut % this.written.length] ?? one);
  }

  #whole(one: Written): void {
    this.#add(Buffer.concat([this.#line(one), lineEnd]));
    this.written.push(one);
  }

  #line({ by, n, event }: Written): Buffer {
    const at = new Date(Date.UTC(2026, 10, 23, 10, 30, this.written.length)).toISOString();
    const seen: [number, string] = [this.#length, this.#hash.copy().digest('hex').slice(0, 32)];
    const line: CatalogueEvent = { ...event, at, process: givenId, by, n, seen, v: 1 };
    return Buffer.from(encodeLine(line));
  }

  /** Whoever finds a torn line begins a new one. */
  #add(bytes: Buffer): void {
    const piece = this.#isTorn ? Buffer.concat([lineEnd, bytes]) : bytes;
    this.#pieces.push(piece);
    this.#hash.update(piece);
    this.#length += piece.length;
    this.#isTorn = piece[piece.length - 1] !== 0x0a;
  }
}

const lineEnd = Buffer.from('\n');

/** Not the whole of it: without its end it would still be a line, once another begins behind it. */
function part(line: Buffer, cut: number): Buffer {
  return line.subarray(0, 1 + (cut % (line.length - 1)));
}
