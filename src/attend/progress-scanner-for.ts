import { compileProgressPattern } from '../output/progress-pattern.ts';
import { ProgressScanner } from '../output/progress-scanner.ts';
import type { AttendedRun } from './attend.ts';
import type { LineReader } from './line-reader.ts';

/** The scanner for a run, which shows each whole line to `lines`; its pattern was checked at the launch. */
export function progressScannerFor(
  { progressPattern, output }: Pick<AttendedRun, 'progressPattern' | 'output'>,
  lines: LineReader,
): ProgressScanner {
  const compiled = progressPattern === null ? null : compileProgressPattern(progressPattern);
  const pattern = compiled?.ok === true ? compiled.pattern : undefined;
  const startBytes = Math.max(output.goneBytes, output.scannedFrom);
  return new ProgressScanner({ pattern, onLine: (line) => lines.read(line), startBytes });
}
