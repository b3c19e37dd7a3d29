import { type News, noticeWords } from '../../projections/notice.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import type { NoticeSubject } from '../../reactors/reactor.ts';
import type { Notice } from '../notify/notice.ts';
import { redactText } from '../output/redact.ts';
import { safeText } from '../output/safe-text.ts';

/** What is told of a process, in the words of each channel. */
export function noticeOf(
  state: ProcessState,
  subject: NoticeSubject,
  leftRunning: number,
  again: boolean,
): Notice {
  const { id, spec } = state;
  const news = newsOf(state, subject, leftRunning);
  const type = safeText(spec?.type ?? 'unknown');
  const words = noticeWords({ id, kind: spec?.kind ?? 'command', type, again, news });
  return { id, kind: subject.kind, ...words, again, event: eventOf(state, subject, words.line, again) };
}

function newsOf(state: ProcessState, { kind, episode }: NoticeSubject, leftRunning: number): News {
  const { recorded, facts } = state;
  switch (kind) {
    case 'completed':
      return { kind, leftRunning };
    case 'failed': {
      const message = recorded?.data.message ?? null;
      const safe = message === null ? null : safeText(redactText(message));
      return { kind, reason: recorded?.data.reason ?? null, message: safe, leftRunning };
    }
    case 'stalled':
      return { kind, idleMs: facts.quiet.idleMs ?? 0 };
    case 'progress':
      return { kind, percent: episode };
    case 'unsupervised':
      return { kind };
  }
}

/** What the command of the settings is given: facts for programs, the line for people beside them. */
function eventOf(state: ProcessState, { kind, episode }: NoticeSubject, line: string, again: boolean) {
  const { id, spec, recorded, facts } = state;
  return {
    kind,
    episode,
    repeat: again,
    process: id,
    name: spec?.name ?? null,
    type: spec?.type ?? null,
    status: recorded?.status ?? 'running',
    reason: recorded?.data.reason ?? null,
    message: recorded?.data.message ?? null,
    percent: facts.progress.percent,
    summary: recorded?.data.summary ?? null,
    cwd: spec?.cwd ?? null,
    tags: { ...spec?.tags },
    text: line,
  };
}
