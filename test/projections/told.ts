import { foldAll } from '../../projections/fold.ts';
import type { Presence, Probe } from '../../projections/liveness.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { CatalogueEvent, Envelope, ReadEvent } from '../../schemas/event.ts';
import type { GivenEvent } from '../rig/given-journal.ts';

/** Bytes that each of these events is said to take: event k stands at offset k * lineBytes. */
export const lineBytes = 100;

/** Events as a reader hands them out: a second apart, numbered per writer. */
export function told(events: readonly GivenEvent[]): ReadEvent[] {
  const counts = new Map<string, number>();
  return events.map((given, index) => {
    const by = `${given.by}.w1x2y3z4`;
    const n = (counts.get(by) ?? 0) + 1;
    counts.set(by, n);
    const event: CatalogueEvent = { ...given, ...envelope(index), by, n };
    return { offset: index * lineBytes, length: lineBytes, known: true, event };
  });
}

/** An event of a type that this program does not know. */
export function foreign(index: number): ReadEvent {
  const event: Envelope = {
    ...envelope(index),
    ...{ type: 'process.dreamed', by: 'dreamer.w1x2y3z4', n: index + 1, data: { of: 'sheep' } },
  };
  return { offset: index * lineBytes, length: lineBytes, known: false, event };
}

export function atSecond(index: number): string {
  return new Date(Date.UTC(2026, 0, 1, 12, 0, index)).toISOString();
}

export function stateAfter(...events: readonly GivenEvent[]): ProcessState {
  return foldAll('k3f9a2c7', told(events)).state;
}

export const everyoneLives: Probe = {
  launcher: 'alive',
  supervisor: 'alive',
  child: 'alive',
  rebooted: false,
};
export const everyoneIsGone: Probe = {
  launcher: 'dead',
  supervisor: 'dead',
  child: 'dead',
  rebooted: false,
};
export const nothingIsKnown: Probe = {
  launcher: 'unknown',
  supervisor: 'unknown',
  child: 'unknown',
  rebooted: false,
};

const presences: readonly Presence[] = ['alive', 'dead', 'unknown'];

/** Every look at the machine that there can be: 3 × 3 × 3 presences, restarted or not. */
export const everyProbe: readonly Probe[] = presences.flatMap((launcher) =>
  presences.flatMap((supervisor) =>
    presences.flatMap((child) =>
      [false, true].map((rebooted) => ({ launcher, supervisor, child, rebooted })),
    ),
  ),
);

function envelope(index: number): Pick<Envelope, 'at' | 'process' | 'seen' | 'v'> {
  return { at: atSecond(index), process: 'k3f9a2c7', seen: [0, '0'.repeat(32)], v: 1 };
}
