import { formatDuration } from '../base/duration.ts';
import type { Check } from './check.ts';
import { warning } from './command-words.ts';
import { resultsOf } from './findings.ts';

export type ClockOptions = {
  readonly nowMs: () => number;
  /** When a journal of the project was last written, by its file's time; null without any. */
  readonly lastWrittenMs: () => number | null | Promise<number | null>;
};

/** No copy of this program is older. */
const programMs = Date.UTC(2025, 0, 1);
/** A file server has a clock of its own, and it may be some minutes off. */
const toleratedMs = 60 * 60 * 1000;

/** The clock is not far behind: of that much one can be sure without asking the network. */
export function clockCheck({ nowMs, lastWrittenMs }: ClockOptions): Check {
  return {
    name: 'clock',
    run: async () => {
      const now = nowMs();
      if (now < programMs) return late(now, 'which is before this program was made');
      const behindMs = ((await lastWrittenMs()) ?? now) - now;
      if (behindMs <= toleratedMs) return resultsOf('clock', [], dayOf(now));
      return late(now, `${formatDuration(behindMs)} before the latest journal here was written`);
    },
  };
}

function late(now: number, why: string): ReturnType<typeof resultsOf> {
  const message = `The clock of this machine is wrong: it says ${dayOf(now)}, ${why}`;
  return resultsOf('clock', [warning(message, 'set it: sudo timedatectl set-ntp true')], '');
}

function dayOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
