/** What is told about a process, in the words of each channel. */
export type Notice = {
  readonly id: string;
  readonly kind: NoticeKind;
  /** Of the desktop: `TappsCodingAgents - …`. */
  readonly title: string;
  /** Of the desktop, below the title; may have several lines. */
  readonly body: string;
  /** Of the terminal and the log. */
  readonly line: string;
  /** It may have been told before, by somebody who died while telling it; its words say so too. */
  readonly again: boolean;
  /** What the command is given, as JSON. */
  readonly event: Readonly<Record<string, unknown>>;
};

export type NoticeKind = 'completed' | 'failed' | 'stalled' | 'progress' | 'unsupervised';

/** What is told to see whether telling works. */
export type TrialNotice = Omit<Notice, 'kind'> & { readonly kind: 'test' };

export type Channel = 'desktop' | 'terminal' | 'log' | 'command';

/**
 * What came of telling it. `unsupported`: nobody is there on this channel now (no desktop, a terminal that is gone or
 * in the middle of something), and trying again at once would not help.
 */
export type Delivery =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'failed' | 'timeout' | 'unsupported'; readonly error: string };

/** Where notices go. */
export type NoticePlace = {
  readonly projectRoot: string;
  readonly runFolder: string;
  /** The built helper that shows notices on the desktop. */
  readonly desktopHelper: string;
  /** Of whoever tells: desktop and command get from it what the launch does not say. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Addresses of display, bus and runtime folder, as they were at launch. */
  readonly notifyEnv: Readonly<Record<string, string>>;
  readonly terminal: LaunchTerminal | null;
  /** Also ask the terminal itself to show a notification. */
  readonly terminalSequences: boolean;
  readonly command: readonly string[] | null;
};

/** The terminal that something was launched from, and the session that it belonged to then. */
export type LaunchTerminal = { readonly tty: string; readonly session: number };
