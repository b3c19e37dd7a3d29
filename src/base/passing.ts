import { hasCode } from './system-error.ts';

/**
 * Refusals of the system that may be over in a moment, and failures that they caused. They say nothing of the file that
 * was asked for: no descriptor, no memory, no room, no answer from a disk. What needs it done tries again; nobody takes it
 * for "it is gone".
 */
export function isPassing(error: unknown): boolean {
  return hasCode(error, ...passing) || (error instanceof Error && hasCode(error.cause, ...passing));
}

/** The same for who only looks. Where one may not look one mostly never may: nobody waits for that. */
export function mayBeSeenSoon(error: unknown): boolean {
  return isPassing(error) && !hasCode(error, 'EACCES', 'EPERM');
}

const passing = [
  ...['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'],
  ...['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'ESTALE', 'ETIMEDOUT'],
  ...['EACCES', 'EPERM'], // a folder that somebody shuts for a moment
];
