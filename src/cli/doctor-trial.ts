import { watcherEnvironment } from '../attend/watcher-start.ts';
import { notifyEnvironment } from '../launch/spec.ts';
import { deliver } from '../notify/deliver.ts';
import { noticeLogName } from '../notify/log.ts';
import type { Channel, Delivery, NoticePlace, TrialNotice } from '../notify/notice.ts';
import type { CheckResult } from '../preflight/check.ts';
import { ownTerminal } from '../process/terminal.ts';
import { policyOf } from '../watch/policy.ts';
import type { Hands } from './hands.ts';

/**
 * Sends a test notice by each channel that is switched on, with what a watcher has to go by and no more, and says what
 * came of each.
 */
export async function trialNotices(hands: Hands): Promise<readonly CheckResult[]> {
  const { channels } = policyOf(hands.settings.notifications);
  const place = placeOf(hands);
  return Promise.all(
    channels.map(async (channel) => resultOf(channel, await deliver(channel, trial, place))),
  );
}

const words = 'This is how a notice looks: tapps-agents bg doctor --notify sent it';
const trial: TrialNotice = {
  id: 'doctor',
  kind: 'test',
  title: 'TappsCodingAgents - Test Notice',
  body: words,
  line: `🔔 ${words}`,
  again: false,
  event: { kind: 'test', title: 'TappsCodingAgents - Test Notice', text: words },
};

function placeOf({ project, settings, env, notifyHelper, terminal }: Hands): NoticePlace {
  const { tty, session } = ownTerminal();
  const isOnTerminal = terminal.stdout && tty !== null && session !== null;
  const { command, terminalSequences } = settings.notifications;
  return {
    projectRoot: project.root,
    runFolder: project.runFolder,
    desktopHelper: notifyHelper,
    env: watcherEnvironment(env),
    notifyEnv: notifyEnvironment(env),
    terminal: isOnTerminal ? { tty, session } : null,
    terminalSequences,
    command,
  };
}

function resultOf(channel: Channel, delivery: Delivery): CheckResult {
  const base = { name: `test notice, ${channel}`, severity: 'warning' } as const;
  if (delivery.outcome === 'sent') return { ...base, ok: true, message: sent[channel], hint: '' };
  const what = { failed: 'failed', timeout: 'gave no answer', unsupported: 'not possible here' };
  return {
    ...base,
    ok: false,
    message: `${what[delivery.outcome]}: ${delivery.error}`,
    hint: hints[channel],
  };
}

const sent: Readonly<Record<Channel, string>> = {
  desktop: 'shown; if you see none, the desktop keeps it back (do not disturb, or its settings)',
  terminal: 'written to this terminal',
  log: `written to run/${noticeLogName}`,
  command: 'the command took it',
};

const hints: Readonly<Record<Channel, string>> = {
  desktop: 'try it by hand: notify-send test, or set notifications.desktop_enabled: false',
  terminal: 'run it on a terminal, without a pipe behind it',
  log: 'see ls -ld .tapps-agents/run',
  command: "try it by hand: it gets JSON on its stdin, as in echo '{}' | …",
};
