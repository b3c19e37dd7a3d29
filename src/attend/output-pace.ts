const busyMs = 100;
const idleMs = 1000;
/** After so long nothing is expected any moment. */
const quietAfterMs = 20_000;
const quietMs = 2000;

/** How long to wait after a look at an output: ten looks a second while it grows, one when it stops, then half of one. */
export function nextLookMs(lastMs: number, isBusy: boolean, silentMs: number): number {
  if (isBusy) return busyMs;
  return Math.min(silentMs < quietAfterMs ? idleMs : quietMs, lastMs * 2);
}
