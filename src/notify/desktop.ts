import { formatDuration } from '../base/duration.ts';
import { desktopAddress } from './desktop-address.ts';
import type { Delivery, Notice, NoticePlace, TrialNotice } from './notice.ts';
import { runBriefly } from './run-briefly.ts';

/** node-notifier waits for a hanging notify-send for ever, so it is waited for from outside. */
const desktopLimitMs = 5000;

/**
 * Shows a notice on the desktop of the launch, in a helper process: with the addresses of that desktop and not with
 * our own environment, and killed with everything it started if it is not done in time.
 */
export async function showOnDesktop(
  { title, body }: Notice | TrialNotice,
  place: Pick<NoticePlace, 'desktopHelper' | 'env' | 'notifyEnv'>,
  limitMs: number = desktopLimitMs,
): Promise<Delivery> {
  const address = desktopAddress(place.notifyEnv);
  if (!address.found) return { outcome: 'unsupported', error: address.why };
  const end = await runBriefly({
    command: [process.execPath, place.desktopHelper],
    cwd: '/',
    env: { ...ownVariables(place.env), ...address.variables },
    input: JSON.stringify({ title, body }),
    limitMs,
    listenTo: 'stdout',
  });
  switch (end.how) {
    case 'exited':
      return answerIn(end.said) ?? failed(`the helper ended with code ${end.code} and no answer`);
    case 'signalled':
      return failed(`the helper was ended by ${end.signal}`);
    case 'not_started':
      return failed(`the helper could not be started: ${end.cause}`);
    case 'timed_out':
      return { outcome: 'timeout', error: `not shown within ${formatDuration(limitMs)}` };
  }
}

function failed(error: string): Delivery {
  return { outcome: 'failed', error };
}

/** What any program needs to run; on Windows nothing starts without the others. */
const ownNames = [
  ...['PATH', 'HOME', 'LANG'],
  ...(process.platform === 'win32' ? ['SystemRoot', 'TEMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'] : []),
];

function ownVariables(env: NoticePlace['env']): Record<string, string> {
  const found = ownNames.map((name) => [name, env[name]] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function answerIn(said: string): Delivery | null {
  try {
    const answer: unknown = JSON.parse(said);
    return isDelivery(answer) ? answer : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isDelivery(answer: unknown): answer is Delivery {
  if (typeof answer !== 'object' || answer === null || !('outcome' in answer)) return false;
  if (answer.outcome === 'sent') return true;
  return (
    (answer.outcome === 'failed' || answer.outcome === 'unsupported') &&
    'error' in answer &&
    typeof answer.error === 'string'
  );
}
