/** Letters left out, added, mistaken or swapped with their neighbour (optimal string alignment). */
export function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let slips = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      );
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwapped) slips = Math.min(slips, (beforeLast[column - 2] ?? 0) + 1);
      current.push(slips);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

const wordLimitChars = 100;

/** The word that was probably meant: at most two slips away (one in a short word), the same but for its writing first. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  if (word.length < 3 || word.length > wordLimitChars) return null;
  const plain = bare(word);
  const same = known.find((candidate) => bare(candidate) === plain);
  if (same !== undefined) return same;
  const within = word.length <= 4 ? 1 : 2;
  const near = known
    .filter((candidate) => Math.abs(candidate.length - word.length) <= within)
    .map((candidate) => ({ candidate, slips: slipsBetween(word, candidate) }))
    .filter(({ slips }) => slips <= within)
    .sort((a, b) => a.slips - b.slips);
  return near[0]?.candidate ?? null;
}

/** `maxOutput`, `max-output` and `MAX_OUTPUT` are one word, written as others do. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}
