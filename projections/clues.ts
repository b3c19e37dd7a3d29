import { type Death, memorySaid, type TellingLine } from './death.ts';
import { bytesInWords } from './measure-words.ts';
import { progressInWords } from './timeline.ts';

/** Something that was found: a line of the output, an event of the journal (with its offset there), a measurement. */
export type Clue = {
  readonly kind: 'output' | 'journal' | 'progress' | 'heartbeat' | 'memory' | 'signal' | 'warning';
  readonly text: string;
  readonly at: string | null;
  readonly offset: number | null;
  /** The answer rests on it. */
  readonly isDecisive: boolean;
};

const linesBefore = 4;
const linesAfter = 3;
const lastLines = 10;
const warningsShown = 5;
/** A line below that is no neighbour any more: lines between were left out. */
const neighbourBytes = 2000;

/** What an answer rests on: output around the line that decides and the last lines, then what was measured and written. */
export function cluesOf(death: Death, decisive: TellingLine | undefined, sender: string | undefined): Clue[] {
  const isOver = death.verdict.health === 'ended';
  const isWell = death.verdict.status === 'completed';
  return [
    ...(isWell ? [] : outputClues(death, decisive)),
    ...(sender === undefined ? [] : [clue('signal', `sent by ${sender}`)]),
    ...progressClues(death),
    ...memoryClues(death),
    ...warningClues(death),
    ...(isOver ? [] : stallClues(death)),
    ...death.verdict.because.map(({ type, at, offset }) => ({ ...clue('journal', type, at), offset })),
  ];
}

function outputClues({ lines }: Death, decisive: TellingLine | undefined): Clue[] {
  const at = decisive === undefined ? -1 : lines.findIndex(({ offset }) => offset === decisive.offset);
  const around = at === -1 ? [] : lines.slice(Math.max(0, at - linesBefore), at + linesAfter + 1);
  const near = around.filter(({ offset }) => isNear(offset, decisive?.offset ?? null));
  const rest = lines.slice(-lastLines).filter((line) => !near.includes(line));
  const alone = at === -1 && decisive !== undefined ? [decisive] : [];
  const inOrder = [...alone, ...near, ...rest].sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0));
  return inOrder.map((line) => ({
    ...clue('output', line.text),
    offset: line.offset,
    isDecisive: decisive !== undefined && line.offset === decisive.offset,
  }));
}

function isNear(offset: number | null, other: number | null): boolean {
  return offset === null || other === null || Math.abs(offset - other) <= neighbourBytes;
}

function progressClues({ state: { facts } }: Death): Clue[] {
  const words = progressInWords(facts.progress);
  const beat = facts.lastHeartbeatAt;
  return [
    ...(words === '' ? [] : [clue('progress', `last progress: ${words}`)]),
    ...(beat === null ? [] : [clue('heartbeat', 'last heartbeat', beat)]),
  ];
}

function memoryClues(death: Death): Clue[] {
  const { peakMemoryBytes } = death.state.facts;
  const said = memorySaid(death);
  const limitBytes = said?.limitBytes ?? null;
  const limit = limitBytes === null ? '' : ` of a limit of ${bytesInWords(limitBytes)}`;
  const peak = peakMemoryBytes === null ? [] : [`used at most ${bytesInWords(peakMemoryBytes)}${limit}`];
  const unmeasured =
    peakMemoryBytes === null && limit !== '' ? [`ran under a limit of ${bytesInWords(limitBytes ?? 0)}`] : [];
  return [...peak, ...unmeasured, ...killWords(said?.oomKills ?? null, said?.machineOomKills ?? null)].map(
    (text) => clue('memory', text),
  );
}

function killWords(own: number | null, machine: number | null): string[] {
  if ((own ?? 0) > 0) return [`the kernel killed ${own} of its control group for want of memory`];
  if ((machine ?? 0) > 0) return [`the kernel killed ${machine} on this machine for want of memory`];
  return [];
}

function warningClues({ state }: Death): Clue[] {
  const before = state.checks.filter(({ ok, severity }) => !ok && severity === 'warning');
  return [
    ...before.map(({ message }) => clue('warning', `before the launch: ${message}`)),
    ...state.facts.warnings.map(({ message, at }) => clue('warning', message, at)),
  ].slice(-warningsShown);
}

function stallClues({ state }: Death): Clue[] {
  const { stalledSince } = state.facts.quiet;
  return stalledSince === null ? [] : [clue('warning', 'stalled since then', stalledSince)];
}

function clue(kind: Clue['kind'], text: string, at: string | null = null): Clue {
  return { kind, text, at, offset: null, isDecisive: false };
}
