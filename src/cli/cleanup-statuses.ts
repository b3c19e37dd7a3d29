/** What `cleanup --status` takes. */
export const cleanupStatuses = ['completed', 'failed', 'all'] as const;
