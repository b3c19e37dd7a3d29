import type { DiffJson } from '../schemas/generated/types.ts';

export type WordChange = DiffJson['command'][number];

/** Above this the words in the middle are compared place by place: every pair of them would be looked at. */
const pairLimit = 250_000;

/** The words in which two commands differ; those that are neighbours on both sides stand together. */
export function compareWords(a: readonly string[], b: readonly string[]): WordChange[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let tail = 0;
  const most = Math.min(a.length, b.length) - start;
  while (tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const left = a.slice(start, a.length - tail);
  const right = b.slice(start, b.length - tail);
  const kept = left.length * right.length > pairLimit ? [] : keptPairs(left, right);
  const changes: WordChange[] = [];
  let [fromA, fromB] = [0, 0];
  for (const [keptA, keptB] of [...kept, [left.length, right.length] as const]) {
    const count = Math.max(keptA - fromA, keptB - fromB);
    for (let index = 0; index < count; index += 1) {
      const placeA = fromA + index < keptA ? fromA + index : null;
      const placeB = fromB + index < keptB ? fromB + index : null;
      const [wordA, wordB] = [wordAt(left, placeA), wordAt(right, placeB)];
      if (wordA === wordB) continue;
      changes.push({ placeA: later(placeA, start), placeB: later(placeB, start), a: wordA, b: wordB });
    }
    [fromA, fromB] = [keptA + 1, keptB + 1];
  }
  return changes;
}

type Pair = readonly [a: number, b: number];

/** Places of a longest row of words that both have in the same order. */
function keptPairs(a: readonly string[], b: readonly string[]): Pair[] {
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function wordAt(words: readonly string[], place: number | null): string | null {
  return place === null ? null : (words[place] ?? null);
}

function later(place: number | null, by: number): number | null {
  return place === null ? null : place + by;
}
