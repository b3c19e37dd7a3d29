import { nouns } from '../../projections/notice.ts';
import type { ProcessJson } from '../../schemas/generated/types.ts';
import { safeText } from '../output/safe-text.ts';

type Ended = Pick<ProcessJson, 'id' | 'kind' | 'status' | 'message'>;

/** How a process ended, in one line. */
export function endingLine({ id, kind, status, message }: Ended): string {
  const who = `${nouns[kind ?? 'command']} ${id}`;
  if (status === 'completed') return `✅ ${who} completed successfully`;
  const why = message === null ? '' : `: ${safeText(message, { maxChars: 500 })}`;
  if (status === 'stopped') return `⏹️  ${who} was stopped${why.replace(/^: stopped(?=[:,])/, '')}`;
  return `❌ ${who} ${status}${why}`;
}
