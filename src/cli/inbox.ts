import { type Failure, FailureError } from '../../schemas/failure.ts';
import type { InboxJson } from '../../schemas/generated/types.ts';
import { type InboxWish, takeInbox } from '../inbox/inbox.ts';
import type { News } from '../inbox/news.ts';
import { safeText } from '../output/safe-text.ts';
import { inboxLines } from '../views/inbox-lines.ts';
import { exitCodes } from './exit-codes.ts';
import { explainFailure } from './explain-failure.ts';
import { type Hands, jsonLine, present, writeJson } from './hands.ts';
import { tellUnreadable } from './list.ts';
import { readDurationMs } from './read-duration.ts';

export type InboxArguments = {
  readonly consumer: string;
  readonly wait?: boolean | undefined;
  readonly timeout?: string | undefined;
  readonly peek?: boolean | undefined;
};

/** Tells a consumer what ended, failed or stalled since it last asked. */
export async function inbox(args: InboxArguments, hands: Hands): Promise<number> {
  const outcome = await takeInbox(hands.project, readWish(args), {
    deliver: (events) => hands.writeOut(textOf(events, hands)),
    unreadable: (journals) => tellUnreadable(hands, journals),
    damaged: (path, cause) => {
      const shown = safeText(hands.shortPath(path));
      hands.tell(`⚠️  ${shown} is damaged (${cause}): it begins anew, so everything may be told again`);
    },
  });
  switch (outcome.outcome) {
    case 'told':
      return exitCodes.done;
    case 'nothing':
      present(hands, nothing, () => ['Nothing new']);
      return exitCodes.done;
    case 'timed_out':
      return withoutNews({ code: 'timed_out', waitedMs: outcome.waitedMs }, hands);
    case 'busy':
      return withoutNews({ code: 'inbox_busy', consumer: args.consumer, pid: outcome.pid }, hands);
  }
}

const nothing: InboxJson = { events: [] };

function readWish({ consumer, wait, timeout, peek }: InboxArguments): InboxWish {
  if (timeout !== undefined && wait !== true)
    throw new FailureError({ code: 'usage', message: '--timeout needs --wait' });
  const limitMs = timeout === undefined ? null : readDurationMs('--timeout', timeout);
  return { consumer, wait: wait === true ? { limitMs } : null, peek: peek === true };
}

function textOf(events: readonly News[], hands: Hands): string {
  if (!hands.json)
    return inboxLines(events)
      .map((line) => `${line}\n`)
      .join('');
  const document: InboxJson = {
    events: events.map(({ process, kind, status, reason, message, at, repeat }) => {
      return { process, kind, status, reason, message, at, repeat };
    }),
  };
  return jsonLine(document);
}

/** Programs read the same shape whatever the exit code. */
function withoutNews(failure: Failure, hands: Hands): number {
  if (!hands.json) throw new FailureError(failure);
  const { message, exitCode } = explainFailure(failure);
  writeJson(hands, nothing);
  hands.tell(`❌ ${message}`);
  return exitCode;
}
