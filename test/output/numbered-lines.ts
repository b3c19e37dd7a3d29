import { join } from 'node:path';

export const numberedLinesChild = join(
  import.meta.dirname,
  '..',
  'fixtures',
  'children',
  'prints-numbered-lines.mjs',
);
export const lineBytes = 100;

/** `line 00000007 xxx…`, as the child of that name prints it. */
export function numberedLine(number: number): string {
  return `${`line ${String(number).padStart(8, '0')} `.padEnd(lineBytes - 1, 'x')}\n`;
}

export function numberedLines(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, k) => numberedLine(first + k)).join('');
}

/** The numbers of the whole lines in a text; what was cut in the middle is left out. */
export function numbersIn(text: string): number[] {
  return [...text.matchAll(/^line (\d{8}) x{85}$/gm)].map(([, digits]) => Number(digits));
}

/** How many numbers are missing between neighbours; throws where one comes twice or goes back. */
export function missingIn(numbers: readonly number[]): number {
  return numbers.slice(1).reduce((missing, number, index) => {
    const gap = number - (numbers[index] ?? number) - 1;
    if (gap < 0) throw new Error(`line ${number} comes after line ${numbers[index]}`);
    return missing + gap;
  }, 0);
}
