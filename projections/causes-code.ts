import type { LineRule } from './cause-line.ts';
import { advice } from './cause-rule.ts';

/** Tests and compilers: what they say quotes other errors. */
export const failuresOfBuilds: readonly LineRule[] = [
  {
    name: 'test_failed',
    shape:
      /^(?:FAILED|ERROR) \S{1,300}::\S|^(?:FAIL|ERROR): \w{1,200} \(|^\s*FAIL\s+\S|^\s*● .{1,200} › |^\s*[✕✗×✖] \S|^\s*not ok \d|^test \S{1,300} \.\.\. FAILED|^\s*--- FAIL: |^rspec \S{1,300}:\d/,
    not: /\bproblems? \(/,
    isFirst: true,
    tries: () => [advice('run that one test alone, in the foreground')],
  },
  {
    name: 'types_wrong',
    shape: /\berror TS\d{3,5}: |^\S{1,300}\.py:\d{1,7}(?::\d{1,5})?: error: /,
    isFirst: true,
    tries: () => [advice('mend the first error; later ones may follow from it')],
  },
  {
    name: 'link_failed',
    shape:
      /\bundefined reference to\b|\bld(?:\.\w{1,10})?: (?:cannot find|symbol)|collect2: error|\blinking with .{1,40} failed/,
    isFirst: true,
    tries: () => [advice('the library that holds the symbol is not linked, or not installed')],
  },
  {
    name: 'compile_failed',
    shape:
      /^error\[E\d{4}\]: |^\S{1,300}:\d{1,7}:(?:\d{1,5}:)? (?:fatal )?error: |^\S{1,300}\.go:\d{1,7}:\d{1,5}: |^\S{1,300}\.java:\d{1,7}: error: |^\s*\S{1,300}\.\w{1,5}\(\d{1,7}(?:,\d{1,5})?\): error [A-Z]{1,4}\d|^\s*error: could not compile|error CS\d{4}/,
    not: /no required module provides/,
    isFirst: true,
    tries: () => [advice('mend the first error; later ones may follow from it')],
  },
];

/** What a program says of itself when it cannot go on. */
export const failuresOfCode: readonly LineRule[] = [
  {
    name: 'json_invalid',
    shape:
      /\bJSONDecodeError\b|\bin JSON at position\b|is not valid JSON|Unexpected end of JSON input|\binvalid character .{1,20} looking for beginning of|\bjson: cannot unmarshal/i,
    tries: () => [advice('look at the JSON that it read: it is cut off, empty, or no JSON at all')],
  },
  {
    name: 'yaml_invalid',
    shape:
      /\byaml\.\w{0,20}\.?(?:Scanner|Parser|Composer|Constructor)Error\b|\bYAMLException\b|\bYAMLParseError\b|^yaml: line \d/,
    tries: () => [advice('mend the YAML at the place that it names')],
  },
  {
    name: 'syntax_error',
    shape:
      /\b(?:SyntaxError|IndentationError|TabError)\b|\bsyntax error\b|\bParse error: |\bunexpected EOF while looking\b|\bunexpected end of file\b|\bunterminated quoted string\b/i,
    tries: () => [advice('mend it at the place that it names; no check before a launch reads the code')],
  },
  {
    name: 'unhandled_rejection',
    shape: /UnhandledPromiseRejection|Unhandled (?:promise )?rejection|ERR_UNHANDLED_REJECTION/i,
    tries: () => [advice('an error of a promise that nobody awaited: the lines around it say which')],
  },
  {
    name: 'assertion_failed',
    shape:
      /\bAssertionError\b|\bAssertion [`'"].{1,300} failed|\bassertion failed\b|\bERR_ASSERTION\b|\bAssertion failure\b/i,
    tries: () => [advice('something that the program holds for certain was not so: see the lines around it')],
  },
  {
    name: 'deadlock',
    shape: /all goroutines are asleep - deadlock/,
    tries: () => [advice('every part of it waits for another: see the goroutines in its output')],
  },
  {
    name: 'panic',
    isContinued: true,
    shape: /^panic: |\bpanicked at\b|^fatal error: |\bKernel panic\b/,
    tries: () => [advice('the lines behind it show where it happened')],
  },
  {
    name: 'cpp_exception',
    shape: /terminate called (?:after throwing|without)|libc\+\+abi: terminating/,
    tries: () => [advice('nobody caught the exception: see what() in its output')],
  },
  {
    name: 'memory_misused',
    shape:
      /AddressSanitizer|double free or corruption|\bcorrupted size vs|malloc\(\): |free\(\): invalid|stack smashing detected|heap-use-after-free/,
    tries: () => [advice('it writes where it must not: run it under valgrind or a sanitizer')],
  },
];
