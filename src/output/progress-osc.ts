import type { Progress } from './progress-line.ts';
import { readPercent } from './progress-number.ts';

/** ESC ] 9 ; 4 ; state ; percent, ended by BEL or ST: https://conemu.github.io/en/AnsiEscapeCodes.html#OSC_Operating_system_commands */
const OSC_PROGRESS = /\x1b\]9;4;(?<state>[0-4])(?:;(?<percent>\d{0,3}))?;?(?:\x07|\x1b\\)/g;

/**
 * The newest OSC 9;4 of a raw line that says something: `{percent}` for the states normal, error and paused,
 * `{}` when the program takes its progress away, null for none and for the indeterminate state.
 */
export function readOscProgress(line: string): Progress | null {
  if (!line.includes('\x1b]9;4;')) return null;
  let newest: Progress | null = null;
  for (const { groups } of line.matchAll(OSC_PROGRESS)) {
    const percent = readPercent(groups?.['percent'] ?? '');
    if (groups?.['state'] === '0') newest = {};
    else if (groups?.['state'] !== '3' && percent !== null) newest = { percent };
  }
  return newest;
}
