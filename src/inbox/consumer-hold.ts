import { monotonicMs, sleepMs } from '../base/clock.ts';
import { isSystemError } from '../base/system-error.ts';
import { ownIdentity } from '../observe/own-identity.ts';
import type { Identity } from '../process/identity.ts';
import { becomeSole, type Sole } from '../slots/sole-holder.ts';
import { notWritable } from './cursor-file.ts';

export type Hold = Extract<Sole, { held: true }>;
export type Busy = { readonly held: false; readonly holder: Identity };

const lookMs = 50;

/**
 * Becomes the one that tells a consumer, within `limitMs`, or says who is. A holder that is dead counts for nothing.
 * What is under way takes milliseconds, unless nobody reads what the other one writes.
 */
export async function holdConsumer(folder: string, limitMs: number): Promise<Hold | Busy> {
  const identity = ownIdentity();
  const deadlineMs = monotonicMs() + limitMs;
  for (;;) {
    const sole = await becomeSole(folder, identity).catch((error) => refuse(folder, error));
    if (sole.held || monotonicMs() >= deadlineMs) return sole;
    await sleepMs(lookMs);
  }
}

function refuse(folder: string, error: unknown): never {
  throw isSystemError(error) ? notWritable(folder, error.code, error) : error;
}
