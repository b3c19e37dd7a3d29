import { type Document, LineCounter, parseDocument } from 'yaml';
import { isTooDeep } from './yaml-syntax.ts';

export type TextFault = { readonly offset: number; readonly message: string; readonly hint: string };
/** Counted from 1, with the text of the line. */
export type TextPlace = { readonly line: number; readonly column: number; readonly lineText: string };

/** What keeps a text from being given to the YAML reader at all, or null. */
export function faultInText(text: string): TextFault | null {
  const noText = text.search(/[\ufffd\0]/);
  if (noText !== -1)
    return { offset: noText, message: 'this is not UTF-8 text', hint: 'save the file as UTF-8' };
  const tooDeepAt = isTooDeep(text);
  if (tooDeepAt === null) return null;
  const hint = 'close the brackets that are open';
  return { offset: tooDeepAt, message: 'nested too deeply to be read', hint };
}

/** The reader's own test for doubled keys compares each with each other: 40,000 of them take minutes. */
export function parseYaml(text: string): Document {
  return parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
}

/** Where an offset lies; of a long line only so many characters are told. */
export function placesInText(text: string, lineLimitChars: number): (offset: number) => TextPlace {
  const lines = text.split('\n');
  const counter = new LineCounter();
  let start = 0;
  for (const line of lines) {
    counter.addNewLine(start);
    start += line.length + 1;
  }
  return (offset) => {
    const { line, col } = counter.linePos(Math.min(Math.max(0, offset), text.length));
    return { line, column: col, lineText: (lines[line - 1] ?? '').slice(0, lineLimitChars) };
  };
}
