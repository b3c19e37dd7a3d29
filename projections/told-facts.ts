import type { CatalogueEvent, NotificationFailedData, NotificationSentData } from '../schemas/event.ts';

/** A notice of which it is written down what became of it. */
export type Told = Pick<NotificationSentData, 'kind' | 'channel'> & {
  readonly at: string;
  readonly episode: number;
  readonly outcome: 'sent' | NotificationFailedData['outcome'];
};

/** Four channels, three kinds at the end, and stalls and percents that rarely are many. */
const toldLimit = 100;

export function evolveTold(told: readonly Told[], event: CatalogueEvent): readonly Told[] {
  if (event.type !== 'notification.sent' && event.type !== 'notification.failed') return told;
  const { kind, channel, episode = 0 } = event.data;
  const outcome: Told['outcome'] = event.type === 'notification.sent' ? 'sent' : event.data.outcome;
  return [...told, { kind, channel, at: event.at, episode, outcome }].slice(-toldLimit);
}

/** True if an attempt at this notice on this channel is written down, whatever came of it. */
export function isTold(
  told: readonly Told[],
  notice: Pick<Told, 'kind' | 'episode'>,
  channel: Told['channel'],
): boolean {
  return told.some(
    (one) => one.kind === notice.kind && one.episode === notice.episode && one.channel === channel,
  );
}
