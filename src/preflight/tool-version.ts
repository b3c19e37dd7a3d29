import { stripVTControlCharacters } from 'node:util';

const textLimitChars = 16 * 1024;
/** `2.47.3`, `v20.20`, `go1.22.3`, `jq-1.6`, but not the end of a time of day. */
const dotted = /(?<![\d.]|\d:)(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?(?!\d)/;
const lone = /^(?:(\S+)\s+)??(?:version\s+)?v?(\d{1,9})(?![\w.])/i;
/** What may be said of a version that is not there: `toolchain '1.75.0' is not installed`. */
const complaint =
  /\b(?:not (?:found|installed|available)|no such|unknown|unrecogni[sz]ed|invalid|error|missing)\b/i;

/**
 * The first version in what a program said of itself, as three numbers; null without one. What follows the numbers
 * (`rc1`, `-19`, `+deb12u1`, a fourth number) does not count. A bracket names the packager's version or that of the
 * machine, so it is read last: `gcc (crosstool-NG 1.24.0) 8.4.0`. A number without a dot must follow the program's
 * name: `less 590`.
 */
export function versionIn(text: string, name: string): string | null {
  const plain = stripVTControlCharacters(text.slice(0, textLimitChars));
  const unbracketed = plain.replace(/\([^()\n]*\)/g, ' ');
  const [, major, minor, patch = '0'] = dotted.exec(unbracketed) ?? dotted.exec(plain) ?? [];
  if (major !== undefined) return [major, minor, patch].map(Number).join('.');
  const [, subject = name, alone] = lone.exec(unbracketed.trimStart()) ?? [];
  return alone === undefined || subject.toLowerCase() !== name.toLowerCase() ? null : `${Number(alone)}.0.0`;
}

/** The same for a program that ended with an error: the lines in which it complains do not count. */
export function versionInFailure(text: string, name: string): string | null {
  const lines = text.slice(0, textLimitChars).split('\n');
  return versionIn(lines.filter((line) => !complaint.test(line)).join('\n'), name);
}
