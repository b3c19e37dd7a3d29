import { formatDuration } from '../base/duration.ts';
import type { Delivery, Notice, NoticePlace, TrialNotice } from './notice.ts';
import { type BriefEnd, runBriefly } from './run-briefly.ts';
import { shortReason } from './short-reason.ts';

const commandLimitMs = 10_000;

/**
 * Runs the command of the configuration with the event as one JSON document on its stdin. No shell reads its
 * arguments; what it prints goes nowhere.
 */
export async function runNoticeCommand(
  { event }: Notice | TrialNotice,
  place: Pick<NoticePlace, 'command' | 'projectRoot' | 'env' | 'notifyEnv'>,
  limitMs: number = commandLimitMs,
): Promise<Delivery> {
  if (place.command === null) return { outcome: 'unsupported', error: 'no command is configured' };
  const end = await runBriefly({
    command: place.command,
    cwd: place.projectRoot,
    env: definedEntries({ ...place.env, ...place.notifyEnv }),
    input: `${JSON.stringify(event)}\n`,
    limitMs,
    listenTo: 'stderr',
  });
  return deliveryOf(end, limitMs);
}

function deliveryOf(end: BriefEnd, limitMs: number): Delivery {
  switch (end.how) {
    case 'exited': {
      if (end.code === 0) return { outcome: 'sent' };
      const said = shortReason(end.said);
      return failed(`it exited with code ${end.code}${said === '' ? '' : `: ${said}`}`);
    }
    case 'signalled':
      return failed(`it was killed by ${end.signal}`);
    case 'not_started':
      return failed(`it could not be started: ${end.cause}`);
    case 'timed_out':
      return { outcome: 'timeout', error: `it was not done within ${formatDuration(limitMs)}, and killed` };
  }
}

function failed(error: string): Delivery {
  return { outcome: 'failed', error };
}

function definedEntries(env: NoticePlace['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
