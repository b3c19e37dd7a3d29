import type { DataOf } from '../../schemas/event.ts';
import { blockedIn } from '../output/engine-line.ts';
import { compileProgressPattern } from '../output/progress-pattern.ts';
import { ProgressScanner } from '../output/progress-scanner.ts';
import { redactText } from '../output/redact.ts';
import type { AttendedRun } from './attend.ts';

/** The scanner for a run; its pattern compiled once already, in the launcher's check. */
export function progressScannerFor(
  { progressPattern, isEngine, output }: Pick<AttendedRun, 'progressPattern' | 'isEngine' | 'output'>,
  warned: (data: DataOf<'process.warned'>) => void,
): ProgressScanner {
  const compiled = progressPattern === null ? null : compileProgressPattern(progressPattern);
  const pattern = compiled?.ok === true ? compiled.pattern : undefined;
  let isBlocked = false;
  const onLine = ({ text, offsetBytes }: { readonly text: string; readonly offsetBytes: number }): void => {
    const said = isBlocked ? null : blockedIn(text);
    if (said === null) return;
    isBlocked = true;
    const message = redactText(said).slice(0, 2000);
    warned({ kind: 'blocked', message, line: message.slice(0, 500), offset: offsetBytes });
  };
  const startBytes = Math.max(output.goneBytes, output.scannedFrom);
  return new ProgressScanner({ pattern, onLine: isEngine ? onLine : undefined, startBytes });
}
