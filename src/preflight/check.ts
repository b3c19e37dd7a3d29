/** What one check says of a launch; a check may find several things. */
export type CheckResult = {
  readonly name: string;
  readonly ok: boolean;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** What to do about it; empty where all is well. */
  readonly hint: string;
};

/** What is about to be launched, and from where. */
export type LaunchPlan = {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stateFolder: string;
  readonly projectRoot: string;
};

/** One check, one file. It changes nothing and says everything it finds. */
export type Check = {
  readonly name: string;
  /** Its warnings stay warnings also where strictness makes errors of others: what they tell of cannot be mended. */
  readonly isAdvice?: true;
  readonly run: (plan: LaunchPlan, signal: AbortSignal) => Promise<readonly CheckResult[]>;
};
