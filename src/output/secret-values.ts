import { secretKind } from './redact-names.ts';
import { isHarmlessValue } from './redact-values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Fewer characters stand in too many words that are nobody's secret. */
const leastChars = 4;
/** A line of a value of many lines: its brackets and keys are no secrets. */
const leastLineChars = 12;
/** Where nobody guesses: what a variable's name ends in, beside what `secretKind` knows from other texts. */
const secretEnd =
  /(?:^|[_.-])(?:pw|pass|pwd|pat|otp|auth|cookies?|bearer|jwt|creds?)$|(?:sshpass|passwort)$/i;
/** The folder of a shell, and a socket's path. */
const harmlessNames = /^(?:OLD)?PWD$|_SOCK$/i;
/** The password in an address, and in a connection string. */
const parts = [
  /[a-z\d]:\/\/[^\s/?#:@]{0,200}:([^\s/?#]{1,1000})@/i,
  /(?:^|[;\s])(?:password|passwd|pwd|accountkey|sharedaccesskey|sharedsecret)\s?=\s?([^;\s]{1,1000})/i,
];

/** The values of an environment that are secrets by the names of their variables, and the passwords in addresses. */
export function secretValuesOf(env: Environment): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [name, value = ''] of Object.entries(env)) {
    if (value.length < leastChars || harmlessNames.test(name)) continue;
    for (const secret of isSecret(name, value) ? linesOf(value) : partsOf(value)) found.add(secret);
  }
  return found;
}

function isSecret(name: string, value: string): boolean {
  const kind = secretKind(name) ?? (secretEnd.test(name) ? 'pathOrSecret' : null);
  return kind !== null && !isHarmlessValue(value.trim(), { kind, style: 'tight', isQuoted: true });
}

/** An output is read line by line, so a value of many lines is never met as a whole. */
function linesOf(value: string): string[] {
  const whole = value.trim();
  const lines = whole.split('\n').map((line) => line.trim());
  if (lines.length === 1) return whole.length < leastChars ? [] : [whole];
  return lines.filter((line) => line.length >= leastLineChars && !line.startsWith('-----'));
}

function partsOf(value: string): string[] {
  const secrets = parts.map((part) => part.exec(value)?.[1] ?? '');
  return secrets.filter((secret) => secret.length >= leastChars && !secret.startsWith('$'));
}
