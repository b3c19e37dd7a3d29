const quoted = /\\(?<escaped>[\s\S]?)|'(?<single>[^']*)'?|"(?<double>(?:\\[\s\S]|[^"\\])*)"?/g;
const pieces = /(?:\\[\s\S]?|'[^']*'?|"(?:\\[\s\S]|[^"\\])*"?|[^\s'"\\])+|\s+/g;

/**
 * The words of a line up to the cursor, as a shell that is not done with it sees them: the last is being typed, and may
 * be empty. Quotes and backslashes are taken away, nothing is expanded.
 */
export function wordsOfLine(line: string): string[] {
  const found = line.match(pieces) ?? [];
  const words = found.filter((piece) => piece.trim() !== '').map(unquoted);
  return found.at(-1)?.trim() ? words : [...words, ''];
}

function unquoted(piece: string): string {
  return piece.replaceAll(quoted, (_all, escaped?: string, single?: string, double?: string) => {
    return escaped ?? single ?? (double ?? '').replaceAll(/\\([\s\S])/g, '$1');
  });
}
