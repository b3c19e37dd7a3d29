import type { Shape } from './progress-shape.ts';
import { COUNT, DONE_OF_TOTAL, FINISHED, SIZE, THING } from './progress-shape-words.ts';

const KEYWORD =
  '(?:tests?|test files|test suites|files|items|tasks|progress|completed|done|finished|processed|downloaded|uploaded|copied|installed|compiled|built|checked|scanned|converted|imported|exported|indexed|migrated|rendered)';
/** `Upload: `, `- `, `worker > `: a short start of the line that holds no number. */
const INTRO = '^(?:[^\\d%]{0,60}[:>\\])–—-]\\s)?';
const NO_MORE_WORDS = '(?=$|[,.;:(!…](?!\\d)|\\s[(|,–—-])';

/** Lines that count finished items or bytes. */
export const COUNTER_SHAPES: readonly Shape[] = [
  {
    seenIn: 'ninja, Bazel, Swift, Playwright',
    kind: 'counter',
    countsSteps: true,
    pattern: new RegExp(
      `^\\[\\s{0,6}(?<done>${COUNT})\\s?/\\s?(?<total>${COUNT})\\](?:$|\\s{1,4}(?<label>\\S.*)?$)`,
    ),
  },
  {
    seenIn: 'docker compose',
    kind: 'counter',
    pattern: /^\[\+\] (?<label>[A-Z][a-z]{2,20}) (?<done>\d{1,6})\/(?<total>\d{1,6})$/,
  },
  {
    seenIn: 'text (12/48)',
    kind: 'counter',
    labelBefore: true,
    pattern: /\s\((?<done>\d{1,9})\/(?<total>\d{1,9})\)\s?[.…]{0,3}$/,
    not: /%|^[^\p{L}]*\(|\bhttps?:/u,
  },
  {
    seenIn: '7 of 28 complete, 12 of 40 files processed',
    kind: 'counter',
    pattern: new RegExp(
      `${INTRO}${DONE_OF_TOTAL}\\s(?:[\\p{L}-]{1,20}\\s)?${FINISHED}${NO_MORE_WORDS}`,
      'iu',
    ),
  },
  {
    seenIn: '12/40 tests',
    kind: 'counter',
    pattern: new RegExp(
      `${INTRO}(?<done>${COUNT})\\s?/\\s?(?<total>${COUNT})\\s${THING}${NO_MORE_WORDS}`,
      'iu',
    ),
  },
  {
    seenIn: 'Tests: 12/40, Processed 12 of 40 files, pip --progress-bar raw',
    kind: 'counter',
    pattern: new RegExp(
      `^(?<label>${KEYWORD})\\s?:?\\s(?:${THING}\\s)?${DONE_OF_TOTAL}(?=$|[\\s,;:(!…]|\\.(?!\\d))(?!\\s(?:failed|failures|passed|would))`,
      'iu',
    ),
  },
  {
    seenIn: 'cargo',
    kind: 'counter',
    pattern:
      /^\s{0,12}[A-Z][a-z]{2,12} \[[=> ]{0,200}\] (?<done>\d{1,9})\/(?<total>\d{1,9})(?=$|[\s:,])(?::\s(?<label>.*)$)?/,
  },
  {
    seenIn: 'Keras',
    kind: 'counter',
    pattern: /^\s{0,8}(?<done>\d{1,9})\/(?<total>\d{1,9})\s(?:\[[=>.]{3,200}\]|━)/,
  },
  {
    seenIn: 'docker pull, docker push',
    kind: 'counter',
    pattern: new RegExp(
      `^(?<label>[\\w.-]{2,80}: [A-Z][a-z]{3,12})\\s{1,4}\\[[=> ]{0,200}\\]\\s{1,8}(?<done>${SIZE})/(?<total>${SIZE})`,
    ),
  },
  {
    seenIn: 'pip',
    kind: 'counter',
    pattern:
      /^\s{0,12}[━╸╺-]{3,200}\s{1,4}(?<done>\d{1,6}(?:\.\d{1,2})?)\/(?<total>\d{1,6}(?:\.\d{1,2})?)\s(?:[kMGT]?i?B|bytes)\b/,
  },
  {
    seenIn: 'git',
    kind: 'counter',
    pattern:
      /^(?:remote: )?(?<label>\w{2,20}ing\b[\w ]{0,40}):\s{1,4}\d{1,3}% \((?<done>\d{1,9})\/(?<total>\d{1,9})\)/,
  },
  {
    seenIn: 'tqdm',
    kind: 'counter',
    labelBefore: true,
    pattern:
      /(?:\s{1,3}|^)\d{1,3}%\|[^|]{0,400}\|\s{0,3}(?<done>[\d.]{1,16}[kMGTP]?)\/(?<total>[\d.]{1,16}[kMGTP]?)\s?\[/,
  },
];
