/**
 * A range of versions in semver's words, or null for what is none. Read here and not by semver, which costs its
 * loading in every launch that has requirements without versions. pip's `~=2.1`, `==2.*` and commas are understood.
 */
export function readRange(text: string): string | null {
  if (text.length > lengthLimitChars) return null;
  const alternatives = text.split('||').map(readAlternative);
  return alternatives.includes(null) ? null : alternatives.join(' || ');
}

/** Whether a version lies in a range of `readRange`; a pre-release counts like any version. */
export async function isWithin(version: string, range: string): Promise<boolean> {
  const { default: satisfies } = await import('semver/functions/satisfies.js');
  return satisfies(version, range, { includePrerelease: true, loose: true });
}

const lengthLimitChars = 200;
const version = String.raw`v?(\d{1,9}|[xX*])(?:\.(\d{1,9}|[xX*]))?(?:\.(\d{1,9}|[xX*]))?(-[0-9A-Za-z][0-9A-Za-z-]*(?:\.[0-9A-Za-z-]+)*)?`;
const comparator = new RegExp(String.raw`^(===?|~=|~>?|\^|[<>]=?|=)?\s*${version}$`);
const hyphenRange = new RegExp(String.raw`^(${version})\s+-\s+(${version})$`);

/** Comparators that all must hold, parted by blanks or commas. */
function readAlternative(text: string): string | null {
  const trimmed = text.trim();
  if (hyphenRange.test(trimmed)) return readHyphen(trimmed);
  const parts = trimmed
    .replace(/([<>=~^])\s+/g, '$1')
    .split(/\s*,\s*|\s+/)
    .map(readComparator);
  return parts.includes(null) ? null : parts.join(' ');
}

function readHyphen(text: string): string | null {
  const [low = '', high = ''] = text.split(/\s+-\s+/).map(readComparator);
  return low === null || high === null ? null : `${low} - ${high}`;
}

function readComparator(text: string): string | null {
  const match = comparator.exec(text);
  if (match === null) return null;
  const [, operator = '', major = '', minor, patch, pre = ''] = match;
  const numbers = [major, minor, patch].filter((part) => part !== undefined).map(plainNumber);
  if (/x,\d/.test(numbers.join())) return null;
  // Semver takes a pre-release with whole versions only, and none of its numbers may begin with a zero.
  if (pre !== '' && (numbers.length < 3 || numbers.includes('x') || /[-.]0\d+(?:\.|$)/.test(pre)))
    return null;
  if (operator === '~=') return compatible(numbers, pre);
  return `${operator.replace(/^=+$/, '=')}${numbers.join('.')}${pre}`;
}

/** pip's `~=2.1`: not older, and equal but for the last of the numbers written. */
function compatible(numbers: readonly string[], pre: string): string | null {
  const [major = '', minor = '', patch] = numbers;
  if (numbers.length < 2 || numbers.includes('x')) return null;
  const next = patch === undefined ? `${Number(major) + 1}` : `${major}.${Number(minor) + 1}`;
  return `>=${numbers.join('.')}${pre} <${next}`;
}

/** Without leading zeros, which semver refuses: `24.04`. */
function plainNumber(part: string): string {
  return /^\d/.test(part) ? `${Number(part)}` : 'x';
}
