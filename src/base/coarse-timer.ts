import { monotonicMs } from './clock.ts';

export type CoarseTimer = { readonly cancel: () => void };

/**
 * As `setTimeout`, for what is looked at now and then: all that asks for a second or more is done on the same beat of a
 * whole second, so that a program which waits wakes up once for all of it: sooner than asked, by less than a beat, and
 * not later. What asks for whole pairs of seconds is done on even ones, for half a second or more on half seconds, for a
 * tenth or more on tenths, and what asks for less exactly then.
 * `holds` as the timer of Node does: the program does not end while it waits for this.
 */
export function setCoarseTimer(act: () => void, ms: number, holds = true): CoarseTimer {
  const beatMs = beats.find((one) => ms >= one && (one < pairMs || ms % one === 0));
  if (beatMs === undefined) {
    const timer = setTimeout(act, ms);
    if (!holds) timer.unref();
    return { cancel: () => clearTimeout(timer) };
  }
  const entry: Entry = { act, dueMs: Math.floor((monotonicMs() + earlyMs + ms) / beatMs) * beatMs, holds };
  waiting.add(entry);
  wait();
  return {
    cancel: () => {
      if (waiting.delete(entry)) wait();
    },
  };
}

/** Again and again, as `setInterval`. */
export function setCoarseInterval(act: () => void, ms: number): CoarseTimer {
  const again = (): void => {
    next = setCoarseTimer(again, ms);
    act();
  };
  let next = setCoarseTimer(again, ms);
  return { cancel: () => next.cancel() };
}

/**
 * Waits for so long, or until it is asked to end. Not a race of promises: each would leave something behind at the one
 * that is settled last, for as long as the watcher lives.
 */
export function coarsePause(ms: number, asked: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      asked.removeEventListener('abort', end);
      resolve();
    };
    const timer = setCoarseTimer(end, ms);
    asked.addEventListener('abort', end);
    if (asked.aborted) end();
  });
}

type Entry = { readonly act: () => void; readonly dueMs: number; readonly holds: boolean };

const pairMs = 2000;
const beats = [pairMs, 1000, 500, 100] as const;
/** A timer of Node may come a millisecond early by the clock. */
const earlyMs = 2;
const waiting = new Set<Entry>();
let timer: NodeJS.Timeout | null = null;
let timerDueMs = 0;
let isBeating = false;

/**
 * One timer, for the earliest that is due. Not set while a beat goes on: one that is set and cleared again wakes the
 * program all the same, for Node leaves its own timer below as it was.
 */
function wait(): void {
  if (isBeating) return;
  const dueMs = Math.min(...[...waiting].map((entry) => entry.dueMs));
  if (timer !== null && timerDueMs !== dueMs) {
    clearTimeout(timer);
    timer = null;
  }
  if (waiting.size === 0) return;
  timerDueMs = dueMs;
  timer ??= setTimeout(beat, Math.max(1, Math.ceil(dueMs - monotonicMs())));
  if ([...waiting].some(({ holds }) => holds)) timer.ref();
  else timer.unref();
}

/** Each in a turn of its own: what one throws must not keep the others from theirs. */
function beat(): void {
  timer = null;
  isBeating = true;
  const nowMs = monotonicMs() + earlyMs;
  for (const entry of waiting)
    if (entry.dueMs <= nowMs)
      queueMicrotask(() => {
        if (waiting.delete(entry)) entry.act();
      });
  queueMicrotask(() => {
    isBeating = false;
    wait();
  });
}
