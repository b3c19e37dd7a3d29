import { closeSync, fstatSync, readSync } from 'node:fs';
import type { OutputPresence, TellingLine } from '../../projections/death.ts';
import type { ProcessState } from '../../projections/process-state.ts';
import { FailureError } from '../../schemas/failure.ts';
import { outputPathOf, type Project } from '../journal/project-paths.ts';
import { shortened } from '../output/error-lines.ts';
import { ErrorScanner } from '../output/error-scanner.ts';
import { openOutputForReading } from '../output/output-file.ts';
import { ProgressSplitter, type SplitLine } from '../output/progress-splitter.ts';
import { plainText } from '../output/progress-text.ts';
import { knowSecrets } from '../output/redact-known.ts';
import { redactLines } from '../output/redact-lines.ts';
import { hiddenWords } from './hidden-words.ts';

export type OutputSaid = { readonly lines: readonly TellingLine[]; readonly presence: OutputPresence };

type Recorded = ProcessState['facts']['output']['errorLines'][number];

/** An output may have terabytes; why it ended stands near its end, and the journal has the rest. */
const windowBytes = 256 * 1024;
const contextLines = 8;
const lastLines = 30;
const errorLimit = 200;
const lineLimitChars = 500;

/**
 * What the last attempt said that may tell why: lines that tell errors with those around them, and the last ones, the
 * oldest first, without secrets. Where the output is gone, what the journal kept of it.
 */
export function outputSaid(project: Project, state: ProcessState, lastShown: number = lastLines): OutputSaid {
  const recorded = state.facts.output.errorLines.map(
    ({ line, offset }): TellingLine => ({ text: line, offset, isError: true, isBehindGap: true }),
  );
  const { lines, presence } = readOutput(project, state, lastShown);
  const from = lines[0]?.offset ?? Number.POSITIVE_INFINITY;
  return { lines: [...recorded.filter(({ offset }) => (offset ?? 0) < from), ...lines], presence };
}

function readOutput(project: Project, { spec, facts }: ProcessState, lastShown: number): OutputSaid {
  if (spec === null) return { lines: [], presence: 'gone' };
  const wasWritten = (facts.outputBytes ?? 0) > facts.attemptOffset;
  try {
    const fd = openOutputForReading(outputPathOf(project, spec.output));
    if (fd === null) return { lines: [], presence: facts.outputRemoved || wasWritten ? 'gone' : 'there' };
    try {
      const read = lastLinesOf(fd, facts);
      return { lines: tellingLines(read, facts, lastShown), presence: 'there' };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'output_unreadable') throw error;
    return { lines: [], presence: 'unreadable' };
  }
}

/** Offsets count from the first byte ever written, of which the oldest may be gone. */
function lastLinesOf(fd: number, { attemptOffset, outputGoneBytes }: ProcessState['facts']): SplitLine[] {
  const { size } = fstatSync(fd);
  const begin = Math.max(0, attemptOffset - outputGoneBytes);
  const start = Math.max(begin, size - windowBytes);
  const bytes = Buffer.allocUnsafe(Math.max(0, size - start));
  const count = readSync(fd, bytes, 0, bytes.length, start);
  const offset = start + outputGoneBytes;
  const lines: SplitLine[] = [];
  // A window that begins in the middle begins inside a line, which is dropped.
  const splitter = new ProgressSplitter(start === begin ? offset : -1);
  splitter.push(bytes.subarray(0, count), offset, (line) => lines.push(line));
  const unfinished = splitter.partial();
  return unfinished === null ? lines : [...lines, unfinished];
}

function tellingLines(
  lines: readonly SplitLine[],
  { output: { errorLines: recorded }, attemptOffset }: ProcessState['facts'],
  lastShown: number,
): TellingLine[] {
  const errors = errorOffsets(lines);
  const wanted = new Set<number>();
  for (const [index, { offsetBytes }] of lines.entries()) {
    if (!errors.has(offsetBytes)) continue;
    for (let near = index - contextLines; near <= index + contextLines; near += 1) wanted.add(near);
  }
  const isWanted = (index: number): boolean => wanted.has(index) || index >= lines.length - lastShown;
  // Before anything is left out or cut: a key goes over many lines, and of half a secret nobody sees that it is one.
  const forget = knowSecrets(hiddenIn(lines, recorded));
  const redacted = redactLines(
    lines.map(({ text }) => plainText(text)),
    isWanted,
  );
  forget();
  return lines.flatMap(({ offsetBytes: offset }, index) => {
    if (!isWanted(index)) return [];
    const text = shortened(redacted[index] ?? '').slice(0, lineLimitChars);
    const isBehindGap =
      (index > 0 && !isWanted(index - 1)) || offset > endOf(lines[index - 1], attemptOffset);
    return [{ text, offset, isError: errors.has(offset), ...(isBehindGap ? { isBehindGap } : {}) }];
  });
}

/** At most: its end may be two bytes, and of bytes that are no text there seem to be more. */
function endOf(line: SplitLine | undefined, beginning: number): number {
  return line === undefined ? beginning : line.offsetBytes + Buffer.byteLength(line.text) + 2;
}

/** What the journal has without its secrets, and the output has with them. */
function hiddenIn(lines: readonly SplitLine[], recorded: readonly Recorded[]): ReadonlySet<string> {
  const texts = new Map(lines.map(({ offsetBytes, text }) => [offsetBytes, text]));
  return new Set(
    recorded.flatMap(({ line, offset }) => hiddenWords(line, plainText(texts.get(offset) ?? '').trim())),
  );
}

/** Of very many the first half and the newest half. */
function errorOffsets(lines: readonly SplitLine[]): ReadonlySet<number> {
  const scanner = new ErrorScanner();
  const found = lines.flatMap(({ text, offsetBytes }) => scanner.push(text, offsetBytes));
  const offsets = [...found, ...scanner.end()].map(({ offset }) => offset);
  if (offsets.length <= errorLimit) return new Set(offsets);
  return new Set([...offsets.slice(0, errorLimit / 2), ...offsets.slice(-errorLimit / 2)]);
}
