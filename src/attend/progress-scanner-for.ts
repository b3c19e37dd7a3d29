import { ProgressScanner } from '../output/progress-scanner.ts';
import type { AttendedRun } from './attend.ts';
import type { LineReader } from './line-reader.ts';

/** The scanner for a run, which shows each whole line to `lines`. */
export function progressScannerFor(
  { output, patterns }: Pick<AttendedRun, 'output' | 'patterns'>,
  lines: LineReader,
): ProgressScanner {
  const pattern = patterns.progress;
  const startBytes = Math.max(output.goneBytes, output.scannedFrom);
  return new ProgressScanner({ pattern, onLine: (line) => lines.read(line), startBytes });
}
