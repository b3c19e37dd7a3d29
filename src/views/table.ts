import stringWidth from 'string-width';

/** Rows as columns that line up by what is seen, two spaces apart, nothing behind the last. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => {
    return Math.max(0, ...rows.map((row) => stringWidth(row[column] ?? '')));
  });
  return rows.map((row) => {
    const cells = row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)));
    return cells.join('  ').trimEnd();
  });
}
