import type { ListJson } from '../../schemas/generated/types.ts';
import { formatMoment } from './moment.ts';

/** Whether a watcher runs, since when, and how it finds what changes. */
export function watcherLine(
  { running, pid, since, mode }: NonNullable<ListJson['watcher']>,
  nowMs: number,
): string {
  if (!running) return 'Watcher: not running (none is needed: each command looks for itself)';
  const from = since === null ? '' : ` since ${formatMoment(since, nowMs)}`;
  const how = mode === 'sweep' ? ', looking every two seconds' : '';
  return `Watcher: running${from} (process ${pid}${how})`;
}
