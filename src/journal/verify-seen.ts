import type { ReadEvent } from '../../schemas/event.ts';
import type { PlacedFinding } from './journal-verify.ts';
import { PrefixHash } from './prefix-hash.ts';

type Claim = { readonly line: number; readonly attests: number; readonly hash: string };

/** What all the `seen` of a journal come to, checked in one pass over its bytes. */
export class SeenClaims {
  readonly #claims: Claim[] = [];

  add({ offset, event: { seen } }: ReadEvent): void {
    if (seen !== undefined) this.#claims.push({ line: offset, attests: seen[0], hash: seen[1] });
  }

  /**
   * The first line whose `seen` fails (all that follow it mostly do, too), how many bytes the others attest, and the
   * hash of the first `endOffset` bytes.
   */
  check(
    fd: number,
    endOffset: number,
  ): { readonly finding: PlacedFinding | null; readonly attestedBytes: number; readonly hash: string } {
    const prefix = new PrefixHash();
    const failed: Claim[] = [];
    let attestedBytes = 0;
    let digest = prefix.digest();
    const hashUpTo = (offset: number): string => {
      if (offset > prefix.offsetBytes) {
        prefix.addUpTo(fd, offset);
        digest = prefix.digest();
      }
      return digest;
    };
    // Writers overlap, so what they attest is not quite in the order of the lines.
    for (const claim of this.#claims.sort((a, b) => a.attests - b.attests)) {
      if (claim.attests <= claim.line && hashUpTo(claim.attests) === claim.hash)
        attestedBytes = claim.attests;
      else failed.push(claim);
    }
    return { finding: firstOf(failed), attestedBytes, hash: hashUpTo(endOffset) };
  }
}

function firstOf(failed: readonly Claim[]): PlacedFinding | null {
  const [any] = failed;
  if (any === undefined) return null;
  const first = failed.reduce((earliest, claim) => (claim.line < earliest.line ? claim : earliest), any);
  const others = failed.length === 1 ? '' : ` (nor are those of ${failed.length - 1} others)`;
  const detail = `the ${first.attests} bytes before it are not those that it was written after${others}`;
  return { offset: first.line, kind: 'seen_fails', severity: 'damage', detail };
}
