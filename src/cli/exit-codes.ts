/** What the exit codes mean; `--help` and the README print this table. `wait` and `--wait` give the process's own. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  noSuchProcess: 4,
  nothingToDo: 5,
  running: 6,
  timedOut: 124,
} as const;

export const exitCodeLines: readonly string[] = [
  '0 done',
  '1 it failed',
  '2 usage',
  '3 launch refused',
  '4 no such process, or an ambiguous id',
  '5 nothing to do it on (already ended)',
  '124 timed out waiting',
  "wait, --wait: the process's own",
];
