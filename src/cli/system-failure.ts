import type { Failure } from '../../schemas/failure.ts';
import { hasCode, isSystemError } from '../base/system-error.ts';

/** What the system refuses to anybody, whatever this program does, and no mistake of ours. */
const refusals = [
  ...['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG', 'EIO', 'ESTALE'],
  ...['EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'],
] as const;

/** A system error that nobody below had words for, as a failure; null for what is none, and may be a mistake of ours. */
export function systemFailure(error: unknown, shortPath: (path: string) => string): Failure | null {
  if (!isSystemError(error) || !hasCode(error, ...refusals)) return null;
  const path = 'path' in error && typeof error.path === 'string' ? shortPath(error.path) : null;
  return { code: 'system_refused', path, cause: error.code };
}
