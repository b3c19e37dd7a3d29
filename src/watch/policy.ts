import type { Channel, Policy } from '../../reactors/reactor.ts';
import type { NotificationSettings } from '../config/settings.ts';

/** What the settings say about who is told what. The log is always written: it costs nobody's attention. */
export function policyOf(settings: NotificationSettings): Policy {
  const channels: readonly (readonly [Channel, boolean])[] = [
    ['desktop', settings.desktopEnabled],
    ['terminal', settings.terminalEnabled],
    ['log', true],
    ['command', settings.command !== null],
  ];
  return {
    channels: channels.filter(([, isOn]) => isOn).map(([channel]) => channel),
    onlyFailures: settings.onlyFailures,
    minDurationMs: settings.minDurationMs,
    progressEveryPercent: settings.progressEnabled ? settings.progressIntervalPercent : null,
  };
}
