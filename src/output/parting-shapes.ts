/** What is otherwise in every run: the name that it is compared as, and how it may look (bytes as Latin-1, no flags). */
export type Shape = { readonly name: ShapeName; readonly sources: readonly string[] };
export type ShapeName = 'place' | 'id' | 'time' | 'span' | 'hash' | 'process' | 'port';

/** Shapes by what they begin with: a pattern that has all of them in a row takes three times as long (6 µs a line, not 2). */
export type Shapes = {
  /** Behind no letter and no digit. */
  readonly digit: readonly Shape[];
  readonly letter: readonly Shape[];
  readonly slash: readonly Shape[];
  readonly other: readonly Shape[];
};

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const weekday = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?[ ]{1,2}';
const zone = '[ ]?(?:Z\\b|[+-]\\d\\d:?\\d\\d\\b|UTC\\b|GMT\\b|[A-Z]{2,4}T\\b)';
const clock = '(?:[01]?\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:[.,:]\\d{1,9})?(?:[ ]?[AaPp][Mm]\\b)?';
const clockCompact = '(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d(?:[.,]?\\d{1,9})?';
const minutes = '(?:[01]?\\d|2[0-3]):[0-5]\\d';
const day = '(?:0[1-9]|[12]\\d|3[01])';
const monthNumber = '(?:0[1-9]|1[0-2])';
const number = '\\d{1,15}(?:[.,]\\d{1,12})?';
/** A letter alone is a unit only if nothing stands between: `5m`, not `5 m`. */
const unit =
  '(?:[ ]?(?:ns|\\xc2\\xb5s|\\xce\\xbcs|us|ms|msecs?|milliseconds?|s|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?)|[mhd])';
const span = `${number}${unit}(?:[ ,]{0,2}(?:and[ ])?${number}${unit}){0,4}`;
const rated =
  '(?:[kKMGTP]?i?[bB]|[kKMGT]?bits?|its?|s|items?|rows?|lines?|files?|tests?|ops?|reqs?|requests?|tokens?|examples?|steps?)';
const host =
  '(?:localhost|\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[[0-9a-fA-F]{0,4}:[0-9a-fA-F:]{1,40}\\]|\\*)';
/** Not inside of a name, a number or a version. */
const apart = '(?<![\\w.])';
const isOver = '(?!\\w)';
const assigned = '["\']?[ \\t]{0,8}[=:#]?[ \\t]{0,8}["\']?';

const uuid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const hash: Shape = {
  name: 'hash',
  sources: [
    `(?=[a-f]{0,127}\\d)(?=\\d{0,127}[a-f])[0-9a-f]{7,128}${isOver}`,
    `(?=[A-F]{0,127}\\d)(?=\\d{0,127}[A-F])[0-9A-F]{8,128}${isOver}`,
  ],
};

/** `10:30` alone is as likely a line and a column: a time only where something says so. */
const timesOfDigits: readonly string[] = [
  // A date may stand in the name of a file.
  `\\d{4}[-/.]${monthNumber}[-/.]${day}(?:[T _-](?:${clock}|${minutes}(?![:\\d]))|T${clockCompact})?(?:${zone})?(?!\\d)`,
  `20\\d\\d${monthNumber}${day}(?:[T_-]?${clockCompact}(?:${zone})?)?${isOver}`,
  `${apart}${day}[/.](?:${month}|${monthNumber})[/.]\\d{4}(?:,?[: ]${clock})?(?:${zone})?(?!\\d)`,
  `${apart}${monthNumber}/${day}/\\d{4}(?:,?[ ]${clock})?(?!\\d)`,
  `${apart}\\d{1,2}[ -]${month}[ -]\\d{4}(?:[ ,]{1,2}${clock})?(?:${zone})?`,
  // Not right behind a line that a compiler names.
  `(?<![\\w.:])${clock}(?:${zone})?(?!\\d)`,
  `(?<=\\[)${minutes}(?=\\])`,
  `${apart}(?:0?\\d|1[0-2]):[0-5]\\d[ ]?[AaPp][Mm]\\b`,
  // Seconds since 1970, up to nanoseconds, from 2020 to 2033.
  `${apart}1[6-9]\\d{8}(?:\\d{3}|\\d{6}|\\d{9}|\\.\\d{1,9})?${isOver}`,
];

const spansOfDigits: readonly string[] = [
  // tqdm: 00:12<00:03, 3.2it/s
  `${apart}\\d{1,3}:\\d\\d(?::\\d\\d)?<(?:\\d{1,3}:\\d\\d(?::\\d\\d)?|\\?)`,
  `${apart}${number}[ ]?${rated}/(?:s|sec|second|it|min|op|step)${isOver}`,
  `${apart}${span}${isOver}`,
];

const timesOfLetters: readonly string[] = [
  `(?:${weekday})?${month}[ ]{1,2}\\d{1,2},?[ ](?:\\d{4},?[ ](?:at[ ])?)?${clock}(?:${zone})?(?:[ ]\\d{4})?\\b`,
  `(?:${weekday})?${month}[ ]{1,2}\\d{1,2},?[ ]\\d{4}\\b`,
  `${weekday}\\d{1,2}[ -]${month}[ -]\\d{4}(?:[ ,]{1,2}${clock})?(?:${zone})?`,
  `[IWEF]${monthNumber}${day}[ ]${clock}[ ]{1,6}\\d{1,7}${isOver}`,
  `at[ ]${minutes}(?![:\\w])`,
];

const spansOfLetters: readonly string[] = [
  `PT(?:\\d{1,9}H)?(?:\\d{1,9}M)?(?:\\d{1,9}(?:\\.\\d{1,9})?S)?${isOver}`,
  `(?:time|elapsed|duration|took|latency|uptime|eta|wall)(?:[_-]?(?:ms|us|ns|s|sec|secs|seconds))?\\b${assigned}(?:${span}|${number})${isOver}`,
];

/** Folders that are made for one run; the first name below them is nobody's choice. */
const temporary: readonly string[] = [
  '(?:/private)?/(?:var/)?tmp/[\\w.+@%~-]{1,255}',
  '(?:/private)?/var/folders/\\w{1,8}/\\w{1,64}/T/[\\w.+@%~-]{1,255}',
  '/(?:dev/shm|run/user/\\d{1,10})/[\\w.+@%~-]{1,255}',
];

/** In the order in which they are tried where several fit. */
export const shapes: Shapes = {
  digit: [
    { name: 'hash', sources: [`${apart}${uuid}${isOver}`] },
    { name: 'time', sources: timesOfDigits },
    { name: 'span', sources: spansOfDigits },
    // Addresses; eight digits and fewer are codes that mean something.
    { ...hash, sources: [`0x[0-9a-fA-F]{9,16}${isOver}`, ...hash.sources] },
  ],
  letter: [
    { name: 'hash', sources: [`${uuid}${isOver}`, 'sha(?:1|256|384|512)[-:=][A-Za-z0-9+/=]{20,128}'] },
    { name: 'time', sources: timesOfLetters },
    { name: 'port', sources: [`[Pp]orts?\\b${assigned}\\d{2,5}${isOver}`] },
    {
      name: 'process',
      sources: [
        `(?:pp?id|PP?ID|Pp?id|tid|TID|thread id)\\b${assigned}\\d{1,10}${isOver}`,
        `[Pp]rocess(?:[ ]id)?[ ]#?\\d{3,10}${isOver}`,
      ],
    },
    { name: 'span', sources: spansOfLetters },
    hash,
  ],
  slash: [{ name: 'place', sources: temporary }],
  other: [
    { name: 'port', sources: [`:(?<=(?<![\\w.])${host}:)\\d{2,5}${isOver}`] },
    {
      name: 'process',
      sources: ['\\[(?<=\\w\\[)\\d{1,10}\\](?=:)', '\\(node:\\d{1,10}\\)', '==\\d{2,10}=='],
    },
  ],
};
