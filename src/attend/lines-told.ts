/** What was written down already about lines of this run, so that it is not said twice. */
export type LinesTold = {
  readonly isBlocked: boolean;
  readonly hasFailed: boolean;
  readonly isDone: boolean;
  readonly errorLines: number;
  /** Where the newest error that was told begins; -1 if there is none. */
  readonly errorOffset: number;
};

export const nothingTold: LinesTold = {
  isBlocked: false,
  hasFailed: false,
  isDone: false,
  errorLines: 0,
  errorOffset: -1,
};
