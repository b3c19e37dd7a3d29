import type { CorruptReason, ReadEvent } from '../../schemas/event.ts';
import { carriesKnownData, catalogueKind, isEnvelope } from '../../schemas/validate.ts';
import type { FramedLine } from './journal-framer.ts';

/** Deepest nesting that is let in: our own events have 5 levels, and 10,000 overflow the stack of who writes them. */
const nestingLimit = 200;

/** The event that a line is, or why it is none. */
export function eventOf({ offset, length, text }: FramedLine, processId: string): ReadEvent | CorruptReason {
  const value = parsed(text);
  if (value === undefined) return 'not_json';
  // A level takes two bytes, so most lines are too short to be looked through.
  if (length > 2 * nestingLimit && nestsDeeper(value, nestingLimit)) return 'too_deep';
  if (!isEnvelope(value)) return 'not_an_event';
  if (value.process !== processId) return 'other_process';
  if (carriesKnownData(value)) return { offset, length, known: true, event: value };
  if (catalogueKind(value) === 'bad_data') return 'bad_data';
  return { offset, length, known: false, event: value };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function nestsDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nestsDeeper(inner, levels - 1));
}
