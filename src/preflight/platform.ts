import type { Check } from './check.ts';

/** The gate that no command passes unrecorded needs a POSIX shell. */
export const platformCheck: Check = {
  name: 'platform',
  run: async () => {
    if (process.platform !== 'win32') {
      return [{ name: 'platform', ok: true, severity: 'error', message: process.platform, hint: '' }];
    }
    const message = 'Launching is not possible on Windows yet; reading journals is';
    return [{ name: 'platform', ok: false, severity: 'error', message, hint: 'launch it inside WSL' }];
  },
};
