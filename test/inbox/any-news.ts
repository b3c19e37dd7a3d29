import type { News } from '../../src/inbox/news.ts';

/** A completed process, to be changed. */
export function anyNews(change: Partial<News> = {}): News {
  return {
    process: 'k3f9a2c7',
    kind: 'completed',
    status: 'completed',
    reason: null,
    message: null,
    at: '2026-01-01T12:00:00.000Z',
    repeat: false,
    of: 'command',
    episode: 0,
    ...change,
  };
}

export function aStall(episode: number, change: Partial<News> = {}): News {
  return anyNews({ kind: 'stalled', status: 'running', message: 'stalled: quiet', episode, ...change });
}
