/**
 * Named places where a test makes this program die, so that each step's crash can be looked at:
 * `NODE_ENV=test TAPPS_FAILPOINT=launch.after-requested:kill`. Inert otherwise.
 */
export function failpoint(name: FailpointName): void {
  if (process.env['NODE_ENV'] !== 'test') return;
  for (const wish of (process.env['TAPPS_FAILPOINT'] ?? '').split(',')) {
    const [wanted, action] = wish.split(':');
    if (wanted !== name) continue;
    if (action === 'kill') process.kill(process.pid, 'SIGKILL');
    if (action === 'stop') process.kill(process.pid, 'SIGSTOP');
    if (action === 'throw') throw new Error(`failpoint ${name}`);
  }
}

/** Every named step, in the order of a process's life. */
export const failpointNames = [
  'launch.before-requested',
  'launch.after-requested',
  'launch.after-ticket',
  'launch.after-validated',
  'launch.after-supervisor',
  'launch.after-launched',
  'launch.after-spec',
  'launch.before-answer',
  'supervise.before-spawn',
  'supervise.after-spawn',
  'supervise.after-started',
  'supervise.after-release',
  'supervise.before-exited',
  'supervise.after-exited',
  'watcher.before-held',
  'watch.after-verdict',
  'watch.after-claim',
  'watch.after-told',
  'watch.after-recorded',
  'watch.before-settled',
  'stop.after-requested',
  'stop.after-terminate',
  'inbox.after-pending',
  'inbox.after-output',
  'inbox.before-moved',
  'cleanup.after-output',
  'archive.before-rename',
  'archive.after-journal',
  'archive.after-manifest',
  'archive.after-claims',
  'archive.after-removal',
] as const;

export type FailpointName = (typeof failpointNames)[number];
