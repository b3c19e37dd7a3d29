import { nouns } from '../../projections/notice.ts';
import type { InboxNews } from '../../schemas/generated/types.ts';
import { safeText } from '../output/safe-text.ts';
import { endingLine } from './ending-line.ts';

/** Each event in one line, in the words that are used everywhere for how a process ended. */
export function inboxLines(events: readonly InboxNews[]): string[] {
  return events.map((one) => `${lineOf(one)}${one.repeat ? ' (again)' : ''}`);
}

function lineOf({ process, kind, of, message }: InboxNews): string {
  const who = `${nouns[of]} ${process}`;
  const said = message === null ? '' : safeText(message, { maxChars: 500 });
  if (kind === 'stalled')
    return `⏸️  ${who} has stalled${said === '' ? '' : `: ${said.replace(/^stalled: /, '')}`}`;
  if (kind === 'completed' && said !== '') return `✅ ${who} ${said}`;
  return endingLine({ id: process, kind: of, status: kind, message });
}
