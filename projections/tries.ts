import { advice, type Explained, type Try } from './cause-rule.ts';
import type { Death } from './death.ts';
import { durationInWords } from './measure-words.ts';
import { isResumable } from './resumable.ts';

const plainKey = /^[A-Za-z][\w.-]{0,60}$/;
const secondMs = 1000;
/** A launch may be refused for two hundred reasons. */
const triesShown = 20;

/** What can be done: what the rule says, what would have stopped it before it began, and how to go on. */
export function triesOf(
  death: Death,
  { tries = [], requires = [] }: Explained,
  intoMs: number | null,
): Try[] {
  const declared = declaration(death, requires, intoMs);
  const first = [...tries.slice(0, triesShown), ...(declared === null ? [] : [declared])];
  const again = repetition(death, first.length > 0);
  const rest = again === null || tries.some(({ paste }) => paste === again.paste) ? [] : [again];
  return [...first, ...rest];
}

/** The configuration that has it checked, ready to paste. */
function declaration(
  { state: { id, spec } }: Death,
  requires: readonly string[],
  intoMs: number | null,
): Try | null {
  const missing = requires.filter((need) => spec?.requires?.includes(need) !== true);
  if (spec === null || missing.length === 0) return null;
  const key = plainKey.test(spec.type) ? spec.type : JSON.stringify(spec.type);
  const list = missing.map((need) => JSON.stringify(need)).join(', ');
  const paste = ['background_processes:', '  types:', `    ${key}:`, `      requires: [${list}]`].join('\n');
  const instead = intoMs !== null && intoMs > secondMs ? ` instead of after ${durationInWords(intoMs)}` : '';
  const would = `this would have stopped run ${id} in its first second${instead}`;
  return advice(`have every launch check it, in .tapps-agents/config.yaml; ${would}`, paste);
}

function repetition({ state, verdict }: Death, isAfterOthers: boolean): Try | null {
  if (verdict.status !== 'failed' || state.spec === null) return null; // only its journal says what was launched
  const command = `tapps-agents bg rerun ${state.id}`;
  const then = isAfterOthers ? 'then ' : '';
  if (isResumable(state.spec))
    return advice(`${then}go on from its first unfinished step`, `${command} --resume`);
  return advice(`${then}launch it again`, command);
}
