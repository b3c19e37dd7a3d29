import { formatMeasuredDuration } from '../base/duration.ts';
import { formatBytes } from '../base/size.ts';
import { safeText } from '../output/safe-text.ts';

type Value = string | number | boolean | null;

const labels: Readonly<Record<string, string>> = {
  cwd: 'Folder',
  successCodes: 'Success codes',
  waitTree: 'Waits for its tree',
  output: 'Output folder',
  configHash: 'Configuration',
  'git.commit': 'Git commit',
  'git.branch': 'Git branch',
  'git.dirty': 'Git changes',
  version: 'tapps-agents',
  engineVersion: 'Engine',
  exitCode: 'Exit code',
  errorLines: 'Error lines',
  leftRunning: 'Left running',
  percent: 'Progress',
  durationMs: 'Took',
  queuedMs: 'In queue',
  peakMemoryBytes: 'Peak memory',
  cpuPercent: 'Mean CPU',
  outputBytes: 'Output size',
  'limits.timeoutMs': 'Time limit',
  'limits.maxOutputBytes': 'Output limit',
  'limits.onMaxOutput': 'At the output limit',
  'limits.minFreeDiskBytes': 'Least free disk',
  'limits.stallAfterMs': 'Stalls after',
  'limits.retries': 'Retries',
  'limits.retryDelayMs': 'Retry delay',
  'patterns.progress': 'Progress pattern',
  'patterns.failOn': 'Fails on',
  'patterns.doneOn': 'Done on',
};

const labelLimitChars = 30;
/** As much of a hash as people compare. */
const hashChars = 12;

/** What a field is called by people. */
export function labelOf(what: string): string {
  const known = Object.hasOwn(labels, what) ? labels[what] : undefined;
  if (known !== undefined) return known;
  if (what.startsWith('tags.')) return safeText(`Tag ${what.slice(5)}`, { maxChars: labelLimitChars });
  if (what.startsWith('requires.')) return 'Requires';
  return safeText(what.charAt(0).toUpperCase() + what.slice(1), { maxChars: labelLimitChars });
}

/** A value with its unit, which its field's name ends with; `-` for what is not there. */
export function valueInWords(what: string, value: Value): string {
  if (value === null) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return /commit$|hash$/i.test(what) ? value.slice(0, hashChars) : value;
  if (what.endsWith('Ms')) return formatMeasuredDuration(value);
  if (what.endsWith('Bytes')) return formatBytes(value);
  return what.toLowerCase().endsWith('percent') ? `${value}%` : String(value);
}

/** `+3s`, `-1.2 MiB`: from the first to the second. */
export function changeOf(what: string, a: number | null, b: number | null): string {
  if (a === null || b === null || a === b) return '';
  return `${b > a ? '+' : '-'}${valueInWords(what, Math.round(Math.abs(b - a) * 10) / 10)}`;
}

/** Two texts, each with at most so many characters: of long ones what stands around the place where they part. */
export function cutBoth(a: string, b: string, maxChars: number): readonly [a: string, b: string] {
  if (a.length <= maxChars && b.length <= maxChars) return [safeText(a), safeText(b)];
  let common = 0;
  while (common < Math.min(a.length, b.length) && a[common] === b[common]) common += 1;
  const from = common < maxChars / 2 ? 0 : common - Math.floor(maxChars / 3);
  const cut = (text: string): string => {
    const shown = from === 0 ? text : `…${text.slice(from)}`;
    return safeText(shown, { maxChars });
  };
  return [cut(a), cut(b)];
}
