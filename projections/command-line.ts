const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A command's words as one line that a shell would read as the same words. */
export function commandLine(words: readonly string[]): string {
  return words.map((word) => (plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
