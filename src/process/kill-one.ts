import { until } from '../base/clock.ts';
import type { Identity } from './identity.ts';
import { presenceOf } from './presence.ts';
import { signal } from './signal.ts';

/** How long one may take to vanish after SIGKILL (one stuck in the kernel takes for ever). */
const killLimitMs = 5000;

/**
 * Ends one process for good. `killed` and `gone` (it was before) say that it is dead; `survived` that it may not be
 * signalled or does not vanish.
 */
export async function killOne(target: Identity): Promise<'killed' | 'gone' | 'survived'> {
  const { outcome } = signal(target, 'SIGKILL');
  if (outcome !== 'sent') return outcome === 'gone' ? 'gone' : 'survived';
  const isOver = () => (presenceOf(target) === 'dead' ? true : null);
  const ended = await until(isOver, { limitMs: killLimitMs, everyMs: 10 });
  return ended === null ? 'survived' : 'killed';
}
