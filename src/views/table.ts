import stringWidth from 'string-width';
import { layOut } from './table-layout.ts';

/** Rows as columns that line up by what is seen, two spaces apart, nothing behind the last. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  return layOut(rows, stringWidth);
}
