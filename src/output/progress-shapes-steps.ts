import type { Shape } from './progress-shape.ts';
import { LEAD, THING, WORKING } from './progress-shape-words.ts';

/** Lines that say a step begins. */
export const STEP_SHAPES: readonly Shape[] = [
  {
    seenIn: 'Step 5/10: x, Step 3 of 4 - x; docker, podman ([1/2] STEP 5/10: RUN)',
    kind: 'step',
    pattern: new RegExp(
      `${LEAD}(?:\\[?\\d{1,3}/\\d{1,3}\\] )?(?:step|stage|phase)\\s{1,3}(?<step>\\d{1,6})(?:\\s?/\\s?|\\sof\\s)(?<steps>\\d{1,6})` +
        '(?=$|\\s?[:\\])*…–—-]|\\.(?!\\d))[\\s:\\])*.…–—-]{0,8}(?<label>.*)$',
      'iu',
    ),
  },
  {
    seenIn: 'an icon and a bold step, as agents write it',
    kind: 'step',
    pattern:
      /^\s{0,8}[\p{So}\p{Extended_Pictographic}\p{M}\u200d]{1,8}\s{0,3}\*\*step (?<step>\d{1,6}):?\*\*:?\s{0,3}(?<label>.*)$/iu,
  },
  {
    seenIn: 'BuildKit, plain and on a terminal',
    kind: 'step',
    pattern:
      /^(?:#\d{1,5}|\s?=> (?:CACHED )?)\s?\[(?:[\w./-]{1,80} {1,4}){0,2}(?<step>\d{1,6})\/(?<steps>\d{1,6})\] (?<label>.*)$/,
  },
  {
    // An ellipsis says that something begins; ninja's "[0/1] Re-running CMake..." has no step 0 and is a counter.
    seenIn: 'yarn, scripts',
    kind: 'step',
    pattern: /^\[(?<step>\d{1,2})\/(?<steps>\d{1,2})\]\s{1,3}(?<label>\S.*(?:\.\.\.|…))$/,
  },
  {
    seenIn: 'Keras, PyTorch; with a bar: Epoch 3/12:  45%|',
    kind: 'step',
    pattern: new RegExp(
      `${LEAD}epoch:?\\s{1,3}\\[?(?<step>\\d{1,6})\\s?/\\s?(?<steps>\\d{1,6})\\]?(?=$|[\\s:,)-])(?:.{0,60}?\\s(?<percent>\\d{1,3})%\\|)?`,
      'iu',
    ),
  },
  {
    seenIn: "Maven's reactor",
    kind: 'step',
    pattern: /^(?<label>Building \S.{0,200}?)\s{2,200}\[(?<step>\d{1,4})\/(?<steps>\d{1,4})\]$/,
  },
  {
    seenIn: 'Processing file 12/40: x, Downloading 3 of 10...',
    kind: 'step',
    pattern: new RegExp(
      `${LEAD}(?<label>${WORKING}(?:\\s${THING})?)\\s#?(?<step>\\d{1,9})(?:\\s?/\\s?|\\sof\\s)(?<steps>\\d{1,9})(?=$|[:.…,](?!\\d)|\\s[:(–—-])`,
      'iu',
    ),
    not: /^\[\+\]/,
  },
];
