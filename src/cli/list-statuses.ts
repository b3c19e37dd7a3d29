/** What `list --status` takes. */
export const listStatuses = [
  'running',
  'queued',
  'completed',
  'failed',
  'stopped',
  'rejected',
  'all',
] as const;
