import { randomInt } from 'node:crypto';

const letters = 'abcdefghijklmnopqrstuvwxyz';
const alphabet = `${letters}0123456789`;

/** A new id: eight characters, the first a letter, so that nothing takes it for a number or an option. */
export function newProcessId(): string {
  const rest = Array.from({ length: 7 }, () => alphabet[randomInt(alphabet.length)]);
  return `${letters[randomInt(letters.length)]}${rest.join('')}`;
}
