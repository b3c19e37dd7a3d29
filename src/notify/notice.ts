/** What is told about a process, in the words of each channel. */
export type Notice = {
  readonly id: string;
  readonly kind: NoticeKind;
  /** Of the desktop: what `TappsCodingAgents - …` says. */
  readonly title: string;
  /** Of the desktop, below the title; may have several lines. */
  readonly body: string;
  /** Of the terminal and the log. */
  readonly line: string;
  /** It may have been told before, by somebody who died while telling it; its words say so too. */
  readonly again: boolean;
  /** What the command channel is given, as JSON. */
  readonly event: Readonly<Record<string, unknown>>;
};

export type NoticeKind = 'completed' | 'failed' | 'stalled' | 'progress' | 'unsupervised';

export type Channel = 'desktop' | 'terminal' | 'log' | 'command';

/**
 * What came of telling it. `unsupported`: there is nobody to tell on this channel now (no desktop, a terminal that is
 * gone or in the middle of something), and trying again at once would not help.
 */
export type Delivery =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'failed' | 'timeout' | 'unsupported'; readonly error: string };
