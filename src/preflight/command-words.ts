import type { Problem } from '../../schemas/failure.ts';
import { redactText } from '../output/redact.ts';
import { safeText } from '../output/safe-text.ts';

/** A problem that stops the launch, or only deserves a word. */
export type Finding = Problem & { readonly severity: 'error' | 'warning' };

export function error(message: string, hint: string): Finding {
  return { severity: 'error', message, hint };
}

export function warning(message: string, hint: string): Finding {
  return { severity: 'warning', message, hint };
}

/** A path or a name as a message shows it; a whole command line given as one word may hold a secret. */
export function shownPath(path: string): string {
  return safeText(redactText(path), { maxChars: 500 });
}

/** The same for a hint, which is there to be pasted into a shell. */
export function pastedPath(path: string): string {
  return shownPath(/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);
}
