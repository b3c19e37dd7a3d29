import { shownLine } from './cause-line.ts';
import { advice, type CauseRule, type Explained, likely, unknown } from './cause-rule.ts';
import { type Death, headOf } from './death.ts';

/** How many errors there were is no error. */
const tally = /^\W{0,4}(?:found )?\d{1,7} (?:errors?|failures?|problems?)\b|^exit status \d{1,3}$/i;

/** What an exit code alone says, where no line of the output said more. */
export const causesByCode: readonly CauseRule[] = [
  {
    name: 'exit_127',
    explain: (death) =>
      byCode(death, 127, 'a shell inside did not find a command', 'see which: run it in the foreground'),
  },
  {
    name: 'exit_126',
    explain: (death) =>
      byCode(death, 126, 'a shell inside found a command that it could not execute', 'chmod +x it'),
  },
  {
    name: 'timeout_tool',
    explain: (death) =>
      isTimeoutTool(death)
        ? byCode(death, 124, 'timeout(1) ended it', 'give it more time, or use --timeout, which says so')
        : null,
  },
  {
    name: 'ssh_failed',
    explain: (death) =>
      firstWord(death) === 'ssh'
        ? byCode(death, 255, 'ssh itself failed, not the command over there', 'try the connection by hand')
        : null,
  },
];

/** The last resort: what the output said last, and that this is no explanation. */
export const lastResorts: readonly CauseRule[] = [
  { name: 'last_error_line', explain: lastErrorLine },
  {
    name: 'not_recorded',
    explain: (death) =>
      death.code === null && death.signal === null && death.verdict.message !== null
        ? unknown(death.verdict.message)
        : null,
  },
  { name: 'silent', explain: silent },
  { name: 'unknown', explain: notSaid },
];

function lastErrorLine(death: Death): Explained | null {
  const errors = death.lines.filter(({ isError }) => isError);
  const decisive = errors.findLast(({ text }) => !tally.test(text)) ?? errors.at(-1);
  if (decisive === undefined) return null;
  return likely(`${headOf(death)}: ${shownLine(decisive.text)}`, { decisive });
}

function silent(death: Death): Explained | null {
  if (death.lines.length > 0) return null;
  const words = {
    gone: 'why is not known: its output is gone',
    unreadable: 'why is not known: its output cannot be read',
    there: 'why is not known: it said nothing',
  }[death.output];
  return unknown(`${headOf(death)}: ${words}`, {
    tries: [advice('run it in the foreground, with more to say (-v)')],
  });
}

function notSaid(death: Death): Explained {
  const last = death.lines.findLast(({ text }) => text.trim() !== '');
  const words = 'why is not known: no line of its output tells an error';
  const line = `${headOf(death)}: ${words}${last === undefined ? '' : `; its last one: ${last.text.trim()}`}`;
  return unknown(line, last === undefined ? {} : { decisive: last });
}

function byCode(death: Death, code: number, words: string, hint: string): Explained | null {
  if (death.signal !== null || death.code !== code) return null;
  const decisive = death.lines.findLast(({ isError }) => isError);
  const said = decisive === undefined ? '' : `: ${shownLine(decisive.text)}`;
  const line = `${headOf(death)}: ${words}${said}`;
  return likely(line, { tries: [advice(hint)], ...(decisive === undefined ? {} : { decisive }) });
}

function isTimeoutTool(death: Death): boolean {
  return death.state.spec?.command.some((word) => /(?:^|[\s/])g?timeout(?:\s|$)/.test(word)) ?? false;
}

function firstWord({ state }: Death): string {
  return state.spec?.command[0].split('/').at(-1) ?? '';
}
