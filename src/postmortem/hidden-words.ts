import { mask } from '../output/redact-values.ts';

const leastChars = 4;
const mostChars = 1000;

/**
 * What stands in a line where the journal has a mask. Whoever attended to the command knew secrets by its environment,
 * which nobody keeps; so what it hid in one line is known for the lines around it. Empty where the two do not match.
 */
export function hiddenWords(masked: string, line: string): string[] {
  const [first = '', ...rest] = masked.split(mask);
  if (rest.length === 0 || !line.startsWith(first)) return [];
  const words: string[] = [];
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    // A blank ends what nothing follows: the journal's line may have been cut there.
    const end = part === '' ? endOfWord(line, at, isLast) : line.indexOf(part, at);
    if (end === -1) break;
    words.push(line.slice(at, end));
    at = end + part.length;
  }
  return words.filter((word) => word.length >= leastChars && word.length <= mostChars && word !== mask);
}

function endOfWord(line: string, from: number, isLast: boolean): number {
  if (!isLast) return -1;
  const blank = line.slice(from).search(/\s/);
  return blank === -1 ? line.length : from + blank;
}
