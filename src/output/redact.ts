import { basename } from 'node:path';
import { redactAssignments } from './redact-assignments.ts';
import { redactHeaders } from './redact-headers.ts';
import { redactKnown } from './redact-known.ts';
import { secretKind } from './redact-names.ts';
import { redactPem } from './redact-pem.ts';
import { redactShapes } from './redact-shapes.ts';
import { redactUrls } from './redact-urls.ts';
import { isHarmlessArgument, mask } from './redact-values.ts';

type Hide = (value: string) => string;

/** Options that hold a secret under a name that says nothing: only for these programs. */
const programFlags: Readonly<Record<string, Readonly<Record<string, Hide>>>> = {
  curl: {
    '-u': hidePassword,
    '--user': hidePassword,
    '-U': hidePassword,
    '--proxy-user': hidePassword,
    '-b': hideCookie,
    '--cookie': hideCookie,
    '--oauth2-bearer': () => mask,
  },
  sshpass: { '-p': () => mask },
  http: { '-a': hidePassword },
  https: { '-a': hidePassword },
};
/** The same for whatever program, where the value itself looks like one. */
const everyFlag: Readonly<Record<string, Hide>> = {
  '--auth': hidePassword,
  '--basic-auth': hidePassword,
  '--cookie': hideCookie,
  '-u': hideMixed,
};
const looksLikeFlag = /^-(?:[A-Za-z]|-[a-z][a-z-]*)?$|^--[a-z][\w-]*=/;
/** A name and its value in one word, on two lines. */
const flagLine = /^(--?[A-Za-z][\w.-]{0,200}[ \t]{0,20}[\r\n]\s{0,20})(\S[\s\S]*)$/;
const wholeAssignment = /^(-{0,2}[A-Za-z_][\w.-]{0,200}=)([\s\S]+)$/;

/**
 * The arguments of a process with their secrets replaced by `***`: what may be journaled and shown. An argument that
 * is a secret's value as a whole goes as a whole, also with spaces. Idempotent.
 */
export function redactArguments(argv: readonly string[]): string[] {
  let flags: Readonly<Record<string, Hide>> = {};
  return argv.map((argument, index) => {
    const before = argv[index - 1] ?? '';
    const hide = hideAfter(flags, before);
    const program = basename(argument);
    if (Object.hasOwn(programFlags, program)) flags = programFlags[program] ?? {};
    return hide === undefined ? redactArgument(argument, before) : hide(argument);
  });
}

/** Any text with its secrets replaced by `***`: prompts, captured lines, error messages. Idempotent, linear. */
export function redactText(text: string): string {
  return redactAssignments(redactShapes(redactUrls(redactHeaders(redactPem(redactKnown(text))))));
}

function hideAfter(flags: Readonly<Record<string, Hide>>, flag: string): Hide | undefined {
  if (Object.hasOwn(flags, flag)) return flags[flag];
  return Object.hasOwn(everyFlag, flag) ? everyFlag[flag] : undefined;
}

function redactArgument(argument: string, before: string): string {
  // The name alone: `--token:x` has its value, and when that is masked the next one must not go, too.
  const flagKind = /^--?[A-Za-z][\w.-]*$/.test(before) ? secretKind(before) : null;
  if (flagKind !== null && !looksLikeFlag.test(argument)) {
    return isHarmlessArgument(argument, flagKind) ? argument : mask;
  }
  if (/^-[a-z]{0,3}c$/.test(before)) return redactText(argument);
  const [, name = '', value = ''] = wholeAssignment.exec(argument) ?? flagLine.exec(argument) ?? [];
  const [flag = ''] = name.split(/[=\s]/, 1);
  const hide = Object.hasOwn(everyFlag, flag) ? everyFlag[flag] : undefined;
  if (hide !== undefined) return redactText(name + hide(value));
  const kind = name === '' ? null : secretKind(flag);
  if (kind === null) return redactText(argument);
  return isHarmlessArgument(value, kind) ? argument : name + mask;
}

/** `user:password`; two numbers are a user and a group. */
function hidePassword(value: string): string {
  const colon = value.indexOf(':');
  return colon === -1 || /^\d+:\d+$/.test(value) ? value : value.slice(0, colon + 1) + mask;
}

/** `-u` means much: only what has the form of a password goes, so that `HEAD:main` and `app:staff` stay. */
function hideMixed(value: string): string {
  return /^(?!HEAD:)[\w.@-]{1,64}:(?=\S*\d)(?=\S*[a-z])[^\s/]{6,}$/i.test(value)
    ? hidePassword(value)
    : value;
}

/** Without `=` it is the name of a file with cookies. */
function hideCookie(value: string): string {
  return value.includes('=') ? mask : value;
}
