/** What a notice tells of a process. */
export type NoticeFacts = {
  readonly id: string;
  readonly kind: keyof typeof nouns;
  readonly type: string;
  /** It may have been told before. */
  readonly again: boolean;
  readonly news: News;
};

export type News =
  | { readonly kind: 'completed'; readonly leftRunning: number }
  | {
      readonly kind: 'failed';
      readonly reason: string | null;
      readonly message: string | null;
      readonly leftRunning: number;
    }
  | { readonly kind: 'stalled'; readonly idleMs: number }
  | { readonly kind: 'progress'; readonly percent: number }
  | { readonly kind: 'unsupervised' };

/** Title and body for a desktop, the line for a terminal. What comes from the process stands in them as it is. */
export type NoticeWords = { readonly title: string; readonly body: string; readonly line: string };

/** What each kind of process is called. */
export const nouns = { command: 'Process', workflow: 'Workflow', agent: 'Agent' } as const;

const bodyLimitChars = 300;
const lineLimitChars = 500;

/** The words of a notice. The same facts are always told in the same words. */
export function noticeWords({ id, kind, type, again, news }: NoticeFacts): NoticeWords {
  const noun = nouns[kind];
  const who = `${type} ${noun.toLowerCase()}`;
  const { title, mark, onDesktop, onTerminal } = saidOf(news);
  const repeat = again ? ' (again)' : '';
  const body = `${who}${onDesktop}${repeat}`;
  return {
    title: `TappsCodingAgents - ${noun} ${title}`,
    body: news.kind === 'failed' ? withReason(body, news, id) : body,
    line: `${mark} ${noun} ${id}${onTerminal}${repeat}`,
  };
}

/** What is said behind the name of the process. */
type Said = {
  readonly title: string;
  readonly mark: string;
  readonly onDesktop: string;
  readonly onTerminal: string;
};

function saidOf(news: News): Said {
  switch (news.kind) {
    case 'completed': {
      const words = ` completed${news.leftRunning === 0 ? ' successfully' : `, but ${stillRun(news.leftRunning)}`}`;
      return { title: 'Complete', mark: '✅', onDesktop: words, onTerminal: words };
    }
    case 'failed': {
      const why = whyOf(news, lineLimitChars);
      const onTerminal = ` failed${why === '' ? '' : `: ${why}`}`;
      return { title: 'Failed', mark: '❌', onDesktop: ' failed', onTerminal };
    }
    case 'stalled': {
      const words = ` has stalled: no output, CPU or I/O for ${roughly(news.idleMs)}`;
      return { title: 'Stalled', mark: '⏸️', onDesktop: words, onTerminal: words };
    }
    case 'progress': {
      const words = `: ${Math.floor(news.percent)}% complete`;
      return { title: 'Progress', mark: '📊', onDesktop: words, onTerminal: words };
    }
    case 'unsupervised': {
      const words = ' lost its supervisor and runs on, watched';
      return { title: 'Unsupervised', mark: '⚠️', onDesktop: words, onTerminal: words };
    }
  }
}

type Failure = Extract<News, { kind: 'failed' }>;

/** The reason gives way where a desktop shows too little: the command behind it is what one goes on with. */
function withReason(failed: string, news: Failure, id: string): string {
  const [first, last] = [`${failed}. Check logs.`, `tapps-agents bg logs ${id}`];
  const why = whyOf(news, Math.max(0, bodyLimitChars - charsOf(first) - charsOf(last) - 2));
  return [first, why, last].filter((line) => line !== '').join('\n');
}

/** In one line: the message, else the reason, and what was left behind. */
function whyOf({ reason, message, leftRunning }: Failure, limitChars: number): string {
  const words = (message ?? reason?.replaceAll('_', ' ') ?? '').replaceAll(/\s+/g, ' ').trim();
  const left = leftRunning === 0 ? '' : stillRun(leftRunning);
  return cut([words, left].filter((part) => part !== '').join('; '), limitChars);
}

function stillRun(count: number): string {
  return count === 1 ? '1 process it started still runs' : `${count} processes it started still run`;
}

function cut(text: string, limitChars: number): string {
  if (charsOf(text) <= limitChars) return text;
  return limitChars < 1
    ? ''
    : `${Array.from(text)
        .slice(0, limitChars - 1)
        .join('')}…`;
}

/** Code points, as desktops count. */
function charsOf(text: string): number {
  return Array.from(text).length;
}

/** Whole units, two at most: `45s`, `12m`, `1h 5m`, `2d 3h`. */
function roughly(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.max(0, Math.floor(ms / 1000))}s`;
  const units = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'm'],
  ] as const;
  const there = units.filter(([count]) => count > 0).slice(0, 2);
  return there.map(([count, unit]) => `${count}${unit}`).join(' ');
}
