import type { LineRule } from './cause-line.ts';
import { advice } from './cause-rule.ts';

/** Commands, variables and keys that were not there: what a shell or a library says of them. */
export const lackingSurroundings: readonly LineRule[] = [
  {
    name: 'inner_command_missing',
    shape:
      /^(?:\S{1,200}: )?(?:line )?\d{1,7}: ([^\s:'"]{1,200}): (?:command )?not found$|^\S{1,100}: ([^\s:'"]{1,200}): (?:command )?not found$|^([^\s:'"]{1,200}): command not found$|\bcommand not found: ([^\s:'"]{1,200})$|\benv: ['‘"]?([^\s:'"’]{1,200})['’"]?: No such file or directory|\bspawn ([^\s'"]{1,200}) ENOENT\b|exec: "([^"\s]{1,200})": executable file not found|^make(?:\[\d+\])?: ([^\s:]{1,200}): No such file or directory/,
    requires: (match) => {
      const name = nameIn(match);
      return [name.includes('/') ? `file:${name}` : name];
    },
    tries: (match) => [advice(`install ${nameIn(match)}, or put its folder on the PATH of the launch`)],
  },
  {
    name: 'inner_program_missing',
    shape: /\bFileNotFoundError: \[Errno 2\] No such file or directory: '([^'\s]{1,200})'/,
    fits: (_, before) => before.some((line) => /subprocess\.py|\bPopen\b|_execute_child/.test(line)),
    requires: ([, name = '']) => [name.includes('/') ? `file:${name}` : name],
    tries: ([, name = '']) => [advice(`it starts ${name}, which is not there: install it`)],
  },
  {
    name: 'variable_missing',
    shape:
      /\bKeyError: '([A-Z][A-Z0-9_]{1,100})'|: ([A-Za-z_]\w{0,100}): (?:unbound variable|parameter (?:not set|null or not set)(?: or null)?|(?:must be|is not|not) set)|environment variables? ['"`]?([A-Z][A-Z0-9_]{1,100})['"`]?.{0,40}(?:not set|unset|missing|required|not found|undefined|must be)|(?:missing|required|unset|undefined|set(?: the)?).{0,30}environment variables?:? ['"`]?([A-Z][A-Z0-9_]{1,100})\b|\b([A-Z][A-Z0-9]{0,60}(?:_[A-Z0-9]{1,60}){1,8}) (?:environment variable )?(?:is|was|must be|env(?:ironment)? var) (?:not set|not defined|undefined|unset|missing|required|set)\b/,
    fits: (match, before) =>
      match[1] === undefined || before.some((line) => /environ|getenv|<frozen os>/.test(line)),
    requires: (match) => [`env:${nameIn(match)}`],
    tries: (match) => [
      advice(`set ${nameIn(match)} where it is launched, or give it along: --env ${nameIn(match)}=…`),
    ],
  },
  {
    name: 'account_quota',
    shape:
      /insufficient_quota|exceeded your current quota|quota (?:was |has been )?exceeded|credit balance is too low|billing (?:hard )?limit|out of credits/i,
    tries: () => [advice('the account has nothing left there: add credit, or wait for its next period')],
  },
  {
    name: 'api_key',
    shape:
      /\b(?:invalid|incorrect|missing|expired|revoked|bad|no|wrong)[ _](?:\S{1,30} ){0,2}(?:api[ _-]?key|x-api-key|api token|access token|auth(?:entication)? token|credentials)\b|\b(?:api[ _-]?key|api token|access token|credentials)\b.{0,60}(?:not set|missing|invalid|incorrect|required|expired|not found|not provided|must be set|revoked)|authentication_error|could not resolve authentication method/i,
    requires: (match) => keysIn(match.input),
    tries: () => [advice('set a valid key where it is launched; doctor shows no values, so try it by hand')],
  },
];

function nameIn(match: RegExpExecArray): string {
  return match.slice(1).find((group) => group !== undefined) ?? '';
}

/** The variable that the message names, if it names one. */
function keysIn(line: string): string[] {
  const name = /\b[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){0,6}_(?:KEY|TOKEN|SECRET)\b/.exec(line)?.[0];
  return name === undefined ? [] : [`env:${name}`];
}
