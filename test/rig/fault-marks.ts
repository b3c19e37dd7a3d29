/** What became of one test of a fault; a test that never ended leaves no mark. */
export type FaultMark = {
  readonly number: number;
  readonly came: 'held' | 'broke' | 'skipped';
  /** What it was skipped for. */
  readonly why: string;
};

const markLine = /^~ fault (\d+) (held|broke|skipped)(?: for want of (.*))?$/gm;

/** How a test says it, on a line of its own, so that the runner finds it in the test's output. */
export function faultMark({ number, came, why }: FaultMark): string {
  return `\n~ fault ${number} ${came}${why === '' ? '' : ` for want of ${why}`}`;
}

/** Every mark in a test file's output. */
export function faultMarks(output: string): FaultMark[] {
  return [...output.matchAll(markLine)].flatMap(([, number, came, why = '']) =>
    came === 'held' || came === 'broke' || came === 'skipped' ? [{ number: Number(number), came, why }] : [],
  );
}
