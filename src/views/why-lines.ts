import type { Why } from '../../projections/why.ts';
import { formatDuration } from '../base/duration.ts';
import { safeText } from '../output/safe-text.ts';
import { formatMoment } from './moment.ts';

export type WhyShowing = { readonly nowMs: number; readonly colours: boolean };

/** A post-mortem in words: the cause, when, what it rests on, what was different before, what to do. */
export function whyLines(why: Why, showing: WhyShowing): string[] {
  return [safeText(why.cause.line, { maxChars: 1000 }), ...whenLines(why, showing)];
}

function whenLines({ when: { at, intoMs } }: Why, { nowMs }: WhyShowing): string[] {
  const moment = formatMoment(at, nowMs);
  if (moment === null) return [];
  return [`At: ${moment}${intoMs === null ? '' : `, ${formatDuration(intoMs)} into the run`}`];
}
