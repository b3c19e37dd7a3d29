import { compileProgressPattern } from '../output/progress-pattern.ts';
import { ProgressScanner } from '../output/progress-scanner.ts';

/** The scanner for a launch; its pattern compiled once already, in the launcher's check. */
export function progressScannerFor(source: string | null): ProgressScanner {
  if (source === null) return new ProgressScanner();
  const compiled = compileProgressPattern(source);
  return compiled.ok ? new ProgressScanner({ pattern: compiled.pattern }) : new ProgressScanner();
}
