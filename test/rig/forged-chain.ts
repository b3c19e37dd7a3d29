import { createHash } from 'node:crypto';

const seenPattern = /"seen":\[\d+,"[0-9a-f]{32}"\]/;

/**
 * These lines with every `seen` computed anew, as somebody would who rewrites a journal. `seesLines` says how many
 * lines before it a line attests (all of them, unless told otherwise: then its writer was slow).
 */
export function chained(
  lines: readonly string[],
  seesLines: (index: number) => number = (index) => index,
): string[] {
  const attested: { readonly offset: number; readonly digest: string }[] = [];
  const hash = createHash('sha256');
  let offset = 0;
  return lines.map((line, index) => {
    attested.push({ offset, digest: hash.copy().digest('hex').slice(0, 32) });
    const seen = attested[Math.max(0, Math.min(seesLines(index), index))];
    const forged = line.replace(seenPattern, `"seen":[${seen?.offset},"${seen?.digest}"]`);
    hash.update(`${forged}\n`);
    offset += Buffer.byteLength(forged) + 1;
    return forged;
  });
}

/** The first line (from 1) whose `seen` is not true of the bytes, by the slow way: every prefix hashed by itself. */
export function firstUntrueLine(text: string): number | null {
  const bytes = Buffer.from(text);
  const lines = text.split('\n').slice(0, -1);
  const untrue = lines.findIndex((line) => {
    const [, end = '0', digest = ''] = /"seen":\[(\d+),"([0-9a-f]{32})"\]/.exec(line) ?? [];
    const prefix = bytes.subarray(0, Number(end));
    return createHash('sha256').update(prefix).digest('hex').slice(0, 32) !== digest;
  });
  return untrue === -1 ? null : untrue + 1;
}
