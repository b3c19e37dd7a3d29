/** Rows as columns that line up by what `widthOf` says, two spaces apart, nothing behind the last. */
export function layOut(rows: readonly (readonly string[])[], widthOf: (text: string) => number): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => {
    return Math.max(0, ...rows.map((row) => widthOf(row[column] ?? '')));
  });
  return rows.map((row) => {
    const cells = row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)));
    return cells.join('  ').trimEnd();
  });
}

/** Printable ASCII: each character is one column. */
const plain = /^[ -~]*$/;

/**
 * How wide the texts of a table are. What measures every script takes 8 ms to load, a seventh of what Node itself takes
 * to start, so it is loaded where a text needs it.
 */
export async function widthsFor(rows: readonly (readonly string[])[]): Promise<(text: string) => number> {
  if (rows.every((row) => row.every((text) => plain.test(text)))) return (text) => text.length;
  return (await import('string-width')).default;
}
