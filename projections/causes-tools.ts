import type { LineRule } from './cause-line.ts';
import { advice } from './cause-rule.ts';

/** Tools that say that something is wrong with what they were asked. */
export const failuresOfTools: readonly LineRule[] = [
  {
    name: 'npm_script_missing',
    shape: /\bMissing script: ?["']?([\w:.-]{1,100})|Command "([\w:.-]{1,100})" not found/i,
    tries: () => [advice('see which scripts there are', 'npm run')],
  },
  {
    name: 'make_target_missing',
    shape: /\bNo rule to make target\b|\bNo targets specified and no makefile found\b/,
    tries: () => [advice('correct the name of the target, or launch it where the Makefile is: --cwd DIR')],
  },
  {
    name: 'versions_conflict',
    shape:
      /\bERESOLVE\b|No matching distribution found|Could not find a version that satisfies|failed to select a version|\bResolutionImpossible\b|version solving failed|\bnpm (?:ERR!|error) (?:code )?(?:E404|ETARGET|notarget)/i,
    tries: () => [advice('no version fits all that is asked for: loosen one of the ranges it names')],
  },
  {
    name: 'arguments_too_long',
    shape: /\bArgument list too long\b|\bE2BIG\b/,
    tries: () => [advice('put them into a file, or hand them on in portions: xargs')],
  },
  {
    name: 'wrong_usage',
    shape:
      /^usage: |\bunrecognized arguments?\b|\b(?:unknown|invalid|illegal|unrecognized|unexpected) (?:option|argument|command|flag|subcommand)\b|\bmissing (?:operand|required argument)\b|the following arguments are required|unrecognized option/i,
    tries: () => [advice('correct its arguments, and launch it again')],
  },
  {
    name: 'interrupted',
    shape: /^KeyboardInterrupt\b|^Interrupted\b|\bReceived (?:SIGINT|SIGTERM)\b/,
    tries: () => [advice('somebody or something sent it a signal; nothing that is written down here did')],
  },
  {
    name: 'exception',
    shape:
      /^(?:[\w$]{1,60}\.){0,12}[A-Za-z_]\w{0,80}(?:Error|Exception|Failure|Fault|Exit)\b(?: \[\w{1,60}\])?(?::|$)|^Uncaught |^Exception in thread "|^Caused by: |^Traceback \(most recent call last\)|\bUnhandled exception\b|^Error: \S/,
    tries: () => [advice('the lines around it show where it happened')],
  },
];

/** They only pass on that something below them failed. */
export const wrappers: readonly LineRule[] = [
  {
    name: 'tests_failed',
    shape:
      /^=+ .{0,80}\b\d{1,7} (?:failed|errors?)\b|^Tests?: .{0,80}\d failed|^\s*\d{1,7} failing\b|^test result: FAILED|^FAILED \(|^\d{1,7} failed\b|\b\d{1,7} tests? failed\b|^FAIL$/i,
    tries: () => [advice('its output says which tests')],
  },
  {
    name: 'make_failed',
    shape: /^make(?:\[\d{1,3}\])?: \*\*\* /,
    tries: () => [advice('the lines before it say why; run that target alone, in the foreground')],
  },
  {
    name: 'build_failed',
    shape:
      /\bBUILD FAILED\b|\bBuild failed\b|^ninja: build stopped|\bFAILURE: Build failed\b|\bcould not compile\b/i,
    tries: () => [advice('the lines before it say why')],
  },
  {
    name: 'npm_failed',
    shape:
      /^npm (?:ERR!|error) |\bELIFECYCLE\b|^error Command failed with exit code|Lifecycle script .{1,80} failed/,
    tries: () => [advice('the lines before it say why; npm only passes it on')],
  },
];
