const letters = 'abcdefghijklmnopqrstuvwxyz';
const alphabet = `${letters}0123456789`;

/**
 * A new id: eight characters, the first a letter, so that nothing takes it for a number or an option. It is no secret,
 * and whether it is taken is told by the file: so it needs none of the system's randomness, which takes longer to load.
 */
export function newProcessId(): string {
  const rest = Array.from({ length: 7 }, () => oneOf(alphabet));
  return `${oneOf(letters)}${rest.join('')}`;
}

function oneOf(characters: string): string {
  return characters[Math.floor(Math.random() * characters.length)] ?? '';
}
