import { readSync } from 'node:fs';
import type { CorruptRange } from '../../schemas/event.ts';
import { isEnvelope } from '../../schemas/validate.ts';
import type { PlacedFinding } from './journal-verify.ts';

/**
 * A fragment that a later line attests was torn, and healed: nothing that was acknowledged for good is missing, and
 * that is a note. Everything else that is no event is damage.
 */
export function corruptFinding(fd: number, range: CorruptRange, attestedBytes: number): PlacedFinding {
  const { offset, length, reason } = range;
  const healed = offset + length <= attestedBytes && isFragment(fd, range);
  const detail = `${length} bytes are no event (${reason.replaceAll('_', ' ')})`;
  if (healed) return { offset, kind: 'healed', severity: 'note', detail };
  return { offset, kind: 'corrupt', severity: 'damage', detail };
}

/**
 * A line breaks off without its `}`; or at a `}` that is not its last; or another writer's line was glued to what is
 * left of it, maybe in the middle of a character.
 */
function isFragment(fd: number, { offset, length, reason }: CorruptRange): boolean {
  if (reason === 'torn') return true;
  if (reason !== 'not_json' && reason !== 'not_utf8') return false;
  const bytes = Buffer.alloc(length);
  const count = readSync(fd, bytes, 0, length, offset);
  return isUnfinished(bytes.toString('utf8', 0, count)) || endsInWholeLine(bytes.subarray(0, count));
}

/** Something that was opened is not closed. */
function isUnfinished(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') inString = !inString;
    else if (inString && character === '\\') at += 1;
    else if (!inString && (character === '{' || character === '[')) depth += 1;
    else if (!inString && (character === '}' || character === ']')) depth -= 1;
  }
  return inString || depth > 0;
}

const lineStart = '{"at":"';
/** Before the whole line there may be a few more fragments. */
const fragmentLimit = 16;

function endsInWholeLine(bytes: Buffer): boolean {
  let start = bytes.indexOf(lineStart, 1);
  for (let tries = 0; start !== -1 && tries < fragmentLimit; tries += 1) {
    if (isEvent(bytes.toString('utf8', start))) return true;
    start = bytes.indexOf(lineStart, start + 1);
  }
  return false;
}

function isEvent(text: string): boolean {
  try {
    return isEnvelope(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
