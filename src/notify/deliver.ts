import { debug } from '../base/debug.ts';
import { runNoticeCommand } from './command.ts';
import { showOnDesktop } from './desktop.ts';
import { appendToNoticeLog } from './log.ts';
import type { Channel, Delivery, Notice, NoticePlace, TrialNotice } from './notice.ts';
import { shortReason } from './short-reason.ts';
import { writeToTerminal } from './terminal.ts';

/** Tells a notice on one channel, within its time limit. Never throws: a channel that breaks is an answer too. */
export async function deliver(
  channel: Channel,
  notice: Notice | TrialNotice,
  place: NoticePlace,
): Promise<Delivery> {
  let delivery: Delivery;
  try {
    delivery = await deliverOn(channel, notice, place);
  } catch (error) {
    delivery = { outcome: 'failed', error: shortReason(String(error)) };
  }
  debug('notice', { channel, process: notice.id, ...delivery });
  return delivery;
}

async function deliverOn(
  channel: Channel,
  notice: Notice | TrialNotice,
  place: NoticePlace,
): Promise<Delivery> {
  switch (channel) {
    case 'desktop':
      return showOnDesktop(notice, place);
    case 'terminal':
      return writeToTerminal(notice, place);
    case 'log':
      return appendToNoticeLog(notice, place.runFolder);
    case 'command':
      return runNoticeCommand(notice, place);
  }
}
