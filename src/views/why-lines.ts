import type { Clue } from '../../projections/clues.ts';
import type { Why } from '../../projections/why.ts';
import { formatDuration } from '../base/duration.ts';
import { safeText } from '../output/safe-text.ts';
import { formatMoment } from './moment.ts';
import { tableLines } from './table.ts';

export type WhyShowing = { readonly nowMs: number; readonly colours: boolean };

const sure = {
  certain: 'certain: it is recorded',
  likely: 'likely: read from what it said, or from what was measured',
  unknown: 'unknown: this is what is known, and no more',
} as const;
const cellLimitChars = 300;

/** A post-mortem in words: the cause, when, what it rests on, what was different before, what to do. */
export function whyLines(why: Why, showing: WhyShowing): string[] {
  const cause = safeText(why.cause.line, { maxChars: 1000 });
  return [
    showing.colours ? `\x1b[1m${cause}\x1b[22m` : cause,
    ...whenLines(why, showing),
    `Sure: ${sure[why.cause.certainty]}`,
    ...headed('Evidence:', evidenceLines(why.evidence, showing)),
    ...lastGoodLines(why, showing),
    ...headed('What to try:', tryLines(why)),
  ];
}

function whenLines({ when: { at, intoMs } }: Why, { nowMs }: WhyShowing): string[] {
  const moment = formatMoment(at, nowMs);
  if (moment === null) return [];
  return [`When: ${moment}${intoMs === null ? '' : `, ${formatDuration(intoMs)} into the run`}`];
}

function evidenceLines(evidence: readonly Clue[], { nowMs, colours }: WhyShowing): string[] {
  const rows = evidence.map((clue) => {
    const where = clue.offset === null ? clue.kind : `${clue.kind} @${clue.offset}`;
    const moment = clue.at === null ? '' : ` (${formatMoment(clue.at, nowMs) ?? ''})`;
    return [
      clue.isDecisive ? '>' : ' ',
      where,
      safeText(`${clue.text}${moment}`, { maxChars: cellLimitChars }),
    ];
  });
  return tableLines(rows).map((line, index) => {
    return colours && evidence[index]?.isDecisive === true ? `\x1b[31m${line}\x1b[39m` : line;
  });
}

function lastGoodLines({ lastGood, differences }: Why, { nowMs }: WhyShowing): string[] {
  if (lastGood === null) return [];
  const title = `Last good run: ${lastGood.id} (${formatMoment(lastGood.at, nowMs) ?? ''})`;
  if (differences.length === 0) return ['', `${title}; nothing that is written down was different`];
  const rows = differences.map(({ what, before, now }) => [
    '',
    shown(what),
    `then ${shown(before)}`,
    `now ${shown(now)}`,
  ]);
  return headed(title, tableLines(rows));
}

function tryLines({ tries }: Why): string[] {
  return tries.flatMap(({ text, paste }) => [
    `  - ${shown(text)}`,
    ...(paste === null ? [] : paste.split('\n').map((line) => `      ${shown(line)}`)),
  ]);
}

function headed(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function shown(text: string): string {
  return safeText(text, { maxChars: cellLimitChars });
}
