import type { Shape } from './progress-shape.ts';
import { LEAD, LEVEL, PERCENT, WORKING } from './progress-shape-words.ts';

const BAR = '=#>.\\s█▉▊▋▌▍▎▏▓▒░━╸╺─■□●○*+~-';
const CURL_SIZE = '[\\d.]{1,8}[kKMGTP]?';

/** Lines that print a percentage in a form of which nothing but progress is known. */
export const BAR_SHAPES: readonly Shape[] = [
  {
    seenIn: 'CMake and make',
    kind: 'percent',
    pattern: /^\[\s{0,3}(?<percent>\d{1,3})%\](?:\s{1,4}(?<label>.*))?$/,
  },
  {
    seenIn: 'pytest',
    kind: 'percent',
    pattern:
      /(?:^|\s)(?:[.FEsxX]{1,300}|PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?:\s\([^)]{0,200}\))?\s{1,300}\[\s{0,3}(?<percent>\d{1,3})%\]$/,
  },
  {
    seenIn: 'pytest-xdist',
    kind: 'percent',
    pattern: /^\[gw\d{1,3}\]\s{1,3}\[\s{0,3}(?<percent>\d{1,3})%\]/,
  },
  {
    seenIn: "curl's columns, once the total is known",
    kind: 'percent',
    pattern: new RegExp(
      `^\\s{0,2}(?<percent>\\d{1,3})\\s{1,4}(?!0\\s)${CURL_SIZE}\\s{1,5}\\d{1,3}\\s{1,6}${CURL_SIZE}\\s{1,5}\\d{1,3}\\s{1,6}${CURL_SIZE}\\s{1,6}${CURL_SIZE}\\s{1,6}${CURL_SIZE}\\s{1,3}(?:[-\\d]{1,3}:[-\\d]{2}|\\d{1,3}d\\s)`,
    ),
  },
  { seenIn: 'curl -#', kind: 'percent', pattern: /^#{1,400}\s{1,400}(?<percent>\d{1,3}\.\d)%$/ },
  {
    seenIn: "wget's dots",
    kind: 'percent',
    pattern: /^\s{0,8}\d{1,12}K [., ]{10,80}\s(?<percent>\d{1,3})%\s/,
  },
  {
    seenIn: 'rsync, scp, yt-dlp: a percentage and a speed',
    kind: 'percent',
    labelBefore: true,
    pattern: new RegExp(`(?:\\s|^)(?<percent>${PERCENT})%[\\s[(].{0,200}?\\d\\s?[kKMGT]?i?B/s`),
    not: LEVEL,
  },
  {
    // tqdm rounds its percentage: it is taken only where no counts follow the bar.
    seenIn: 'wget: 45%[====>   ]; tqdm without counts',
    kind: 'percent',
    labelBefore: true,
    pattern: new RegExp(
      `(?:\\s|^)(?<percent>${PERCENT})%\\s?(?:\\[[${BAR}]{5,400}\\]|\\|[█▉▊▋▌▍▎▏▓▒░#=][^|]{0,400}\\|\\s{0,3}\\[)`,
    ),
  },
  {
    seenIn: 'Gradle, pv, rich: a bar and a percentage',
    kind: 'percent',
    pattern: new RegExp(
      `(?:[[<][${BAR}]{5,400}[\\]>]|\\|[█▉▊▋▌▍▎▏▓▒░#=][${BAR}]{2,400}\\||[█▓▒░━╸╺■]{3,400})\\s{0,6}(?<percent>${PERCENT})\\s?%(?:\\s(?<label>[A-Z]{4,20})\\b)?`,
    ),
    not: LEVEL,
  },
  {
    seenIn: 'apt, scripts: Progress: [ 45%]',
    kind: 'percent',
    pattern: new RegExp(`${LEAD}progress\\s{0,2}[:=]?\\s{0,3}\\[?\\s{0,3}(?<percent>${PERCENT})\\s?%`, 'iu'),
  },
  {
    seenIn: "apt's downloads, dpkg",
    kind: 'percent',
    pattern: /^(?:(?=\d{1,3}% \[(?:\d{1,4} |W|C))|\(Reading database \.\.\. )(?<percent>\d{1,3})%/,
  },
  {
    seenIn: 'webpack',
    kind: 'percent',
    pattern:
      /^(?:<s> )?(?:\[webpack\.Progress\] )?(?<percent>\d{1,3})% (?<label>(?:setup|initialize|building|sealing|compiling|finish|optimizing|hashing|module|chunk|asset|after|before|emitting|cache|additional|basic|advanced|reviving|recording|make|done plugins)\b.*)$/,
  },
  {
    seenIn: '45% complete',
    kind: 'percent',
    labelBefore: true,
    pattern: new RegExp(
      `(?:^|[:[(…–-]|\\.\\.)\\s{0,3}(?<percent>${PERCENT})\\s?%\\s(?:complete|completed|done|finished|processed)(?=$|\\s?[,.;:()\\]!…|-])`,
    ),
    not: LEVEL,
  },
  {
    seenIn: 'Downloading... 45%',
    kind: 'percent',
    pattern: new RegExp(
      `${LEAD}(?<label>${WORKING}\\b[^%:]{0,80}?)(?:\\.{2,3}|…|:)\\s{0,4}[[(]?(?<percent>${PERCENT})\\s?%(?=$|[\\s)\\].,])`,
      'iu',
    ),
    not: LEVEL,
  },
];
