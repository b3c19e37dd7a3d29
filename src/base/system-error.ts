/** An error of the operating system, told by its stable code (`ENOENT`, `EACCES` …). */
export function isSystemError(
  error: unknown,
): error is Error & { readonly code: string; readonly syscall?: string } {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false;
  const name = unnamed[process.platform]?.[error.code];
  if (name !== undefined) error.code = name;
  return true;
}

/** True for a system error with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return isSystemError(error) && codes.includes(error.code);
}

/**
 * libuv has no names for these (Node 20: a quota that is used up is `Unknown system error -122`), the system has: errno of
 * asm-generic/errno.h, and of sys/errno.h.
 */
const unnamed: Readonly<Partial<Record<NodeJS.Platform, Readonly<Record<string, string>>>>> = {
  linux: {
    'Unknown system error -116': 'ESTALE',
    'Unknown system error -117': 'EUCLEAN',
    'Unknown system error -122': 'EDQUOT',
  },
  darwin: { 'Unknown system error -69': 'EDQUOT', 'Unknown system error -70': 'ESTALE' },
};
