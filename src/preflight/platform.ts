import { identityOf } from '../process/identity.ts';
import type { Check, CheckResult } from './check.ts';

/** Who cannot be told from a later process with the same number is neither recorded nor signalled. */
export const noIdentity = {
  message: 'This system does not tell which process is which: /proc is not mounted, or hidden',
  hint: 'mount it: mount -t proc proc /proc',
} as const;

/** The gate that no command passes unrecorded needs a POSIX shell. */
export const platformCheck: Check = {
  name: 'platform',
  run: async () => {
    if (process.platform !== 'win32' && identityOf(process.pid) === null) return [nobodyIsKnown];
    if (process.platform !== 'win32') {
      return [{ name: 'platform', ok: true, severity: 'error', message: process.platform, hint: '' }];
    }
    const message = 'Launching is not possible on Windows yet; reading journals is';
    return [{ name: 'platform', ok: false, severity: 'error', message, hint: 'launch it inside WSL' }];
  },
};

/** The same whoever finds it: a check, or the launch itself. */
export const nobodyIsKnown: CheckResult = { name: 'platform', ok: false, severity: 'error', ...noIdentity };
