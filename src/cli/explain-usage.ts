import { type Failure, FailureError } from '../../schemas/failure.ts';

/** What each command takes, as its `--help` says it. */
export const usages: Readonly<Record<string, string>> = {
  'simple-mode': '<workflow>',
  workflow: '<workflow>',
  agent: '<agent> <action> [words…]',
  init: '',
  completion: '[shell]',
  bg: '<command>',
  'bg run': '[options] -- <command> [args…]',
  'bg rerun': '<id>',
  'bg status': '[id]',
  'bg list': '',
  'bg top': '',
  'bg logs': '<id>',
  'bg wait': '<id..>',
  'bg inbox': '',
  'bg watch': '',
  'bg cleanup': '',
  'bg replay': '<id>',
  'bg why': '<id>',
  'bg summary': '<id>',
  'bg report': '<id>',
  'bg diff': '<id> [other]',
  'bg verify': '[id..]',
  'bg export': '[id..]',
  'bg archive': '[id..]',
  'bg doctor': '',
  'bg init': '',
  'bg stop': '<id..>',
  'bg emit': '<command>',
  'bg emit progress': '',
  'bg emit note': '[--] <text…>',
};

/** The commands that take words behind `--`: there nothing is an option of ours. */
const takesWordsBehindDashes = ['bg run', 'bg emit note', 'agent'];

/** Throws `usage` for words behind `--` that no command would look at. */
export function refuseStray(behindDashes: readonly string[], own: readonly string[]): void {
  const command = commandIn(own);
  const [first] = behindDashes;
  if (first === undefined || takesWordsBehindDashes.includes(command)) return;
  const message = `Nothing goes behind -- here: ${first.slice(0, 80)}`;
  throw new FailureError({ code: 'usage', message, hint: helpOf(command) });
}

/** What yargs says of a wrong command line, told in the words that were typed, with what to type next. */
export function usageFailure(complaint: string, own: readonly string[]): Failure {
  const command = commandIn(own);
  const hint = helpOf(command);
  const [firstLine = ''] = complaint.split('\n', 1);
  const unknown = /^Unknown (?:arguments?|commands?): (.+)$/.exec(firstLine)?.[1];
  if (unknown !== undefined) return unknownWord(unknown.split(', '), own, command, hint);
  if (firstLine.startsWith('Not enough non-option arguments')) {
    return { code: 'usage', message: `Something is missing: ${usageOf(command)}`, hint };
  }
  const colon = firstLine.lastIndexOf(': ');
  if (colon !== -1 && /^(?:Not enough|Missing) argument/.test(firstLine))
    return { code: 'usage', message: `${asTyped(firstLine.slice(colon + 2))} needs a value`, hint };
  return { code: 'usage', message: firstLine, hint };
}

function unknownWord(
  names: readonly string[],
  own: readonly string[],
  command: string,
  hint: string,
): Failure {
  const option = own.find((word) => word.startsWith('-') && names.some((name) => isOption(word, name)));
  if (option !== undefined) {
    const [written = ''] = option.split('=', 1);
    return { code: 'usage', message: `Unknown option: ${written.slice(0, 80)}`, hint };
  }
  const word = (names[0] ?? '').slice(0, 80);
  if (command === 'bg run') {
    const message = `The command to run goes behind --, and "${word}" does not`;
    return { code: 'usage', message, hint: `tapps-agents bg run -- ${word} …` };
  }
  if (command !== '' && usages[command] !== '<command>')
    return { code: 'usage', message: `Unexpected argument: ${word}`, hint };
  const meant = usages[`bg ${word}`] === undefined ? null : usageOf(`bg ${word}`);
  const message = `Unknown command: ${command === '' ? word : `${command} ${word}`}`;
  return { code: 'usage', message, hint: meant ?? hint };
}

/** yargs may name `--dry-rum` as `dryRum`, and names the letters of `-xz` one by one. */
function isOption(word: string, name: string): boolean {
  const [written = ''] = word.replace(/^--?/, '').split('=', 1);
  const inCamelCase = written.replace(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
  return word.startsWith('--') ? written === name || inCamelCase === name : written.includes(name);
}

/** The longest command that the words spell; words between that belong to options do not matter. */
function commandIn(own: readonly string[]): string {
  return own.reduce((command, word) => {
    const longer = command === '' ? word : `${command} ${word}`;
    return Object.hasOwn(usages, longer) ? longer : command;
  }, '');
}

function helpOf(command: string): string {
  return `tapps-agents ${command === '' ? '' : `${command} `}--help`;
}

function usageOf(command: string): string {
  return `tapps-agents ${command} ${usages[command] ?? ''}`.trimEnd();
}

function asTyped(option: string): string {
  const name = option.trim().slice(0, 40);
  return name.length === 1 ? `-${name}` : `--${name}`;
}
