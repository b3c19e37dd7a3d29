/** An error of the operating system, told by its stable code (`ENOENT`, `EACCES` …). */
export function isSystemError(
  error: unknown,
): error is Error & { readonly code: string; readonly syscall?: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** True for a system error with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return isSystemError(error) && codes.includes(error.code);
}
