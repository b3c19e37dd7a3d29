import { selectProcesses } from '../../projections/process-list.ts';
import type { Listed } from '../observe/as-listed.ts';
import { observeChosen } from '../observe/observe-chosen.ts';
import { safeText } from '../output/safe-text.ts';
import { knownAgents } from '../workflow/definition.ts';
import { presetAliases, presetNames } from '../workflow/presets.ts';
import { type CompletableShell, completableShells } from './completion-script.ts';
import { usages } from './explain-usage.ts';
import type { Hands } from './hands.ts';
import { wordsOfLine } from './shell-line.ts';
import { type Wanted, wantedAt } from './typed-words.ts';

/** What may be put in, and a remark beside it for the shells that show one. */
type Candidate = { readonly word: string; readonly about: string };

/** What a shell asks: its name, and the words behind the program's name; bash gives the line and its own current word. */
export type Question = {
  readonly shell: CompletableShell;
  readonly words: readonly string[];
  /** Of the last word, what the shell does not replace. */
  readonly kept: string;
};

/** So many of the newest processes. */
const processLimit = 100;
/** A name comes from a journal, which anybody may have written: what a shell would do something with is not offered. */
const plainWord = /^[@\p{L}\p{N}_./-][@\p{L}\p{N}_.:=/-]*$/u;

/** Null for what is no question. */
export function questionOf(words: readonly string[]): Question | null {
  const [name, ...rest] = words;
  const shell = completableShells.find((one) => one === name);
  if (shell === undefined) return null;
  if (shell !== 'bash') return { shell, words: rest, kept: '' };
  const [line = '', current = ''] = rest;
  const all = wordsOfLine(line);
  const own = 1 + all.findIndex((word) => /(?:^|\/)tapps-agents$/.test(word));
  return { shell, words: all.slice(own), kept: keptOf(all.at(-1) ?? '', current) };
}

/**
 * bash ends a word at `=`, `:` and `@`, and puts in what goes behind it; a `@` it replaces all the same. Right behind one, it
 * calls that the word.
 */
function keptOf(last: string, current: string): string {
  if (/^[=:]+$/.test(current)) return last;
  if (last.endsWith(current)) return last.slice(0, last.length - current.length).replace(/@$/, '');
  return /^.*[=:]/.exec(last)?.[0] ?? ''; // the cursor is inside of it
}

/** A line for each word that may be meant, as the shell that asks reads it. */
export async function complete({ shell, words, kept }: Question, hands: Hands): Promise<string[]> {
  const current = words.at(-1) ?? '';
  const candidates = await candidatesFor(wantedAt(words), hands);
  return candidates
    .filter(({ word }) => word.startsWith(current) && plainWord.test(word))
    .map(({ word, about }) => lineFor(shell, word.slice(kept.length), about));
}

function lineFor(shell: CompletableShell, word: string, about: string): string {
  const remark = safeText(about, { maxChars: 80 }).replaceAll(/\s+/g, ' ');
  switch (shell) {
    case 'bash':
      return word;
    case 'zsh':
      return `${word.replaceAll(':', '\\:')}${remark === '' ? '' : `:${remark.replaceAll('\\', '\\\\')}`}`;
    case 'fish':
      return `${word}\t${remark}`;
  }
}

async function candidatesFor(wanted: Wanted, hands: Hands): Promise<readonly Candidate[]> {
  switch (wanted.kind) {
    case 'command':
      return commandsIn(wanted.group);
    case 'option':
      return Object.entries(wanted.options)
        .filter(([name, { array }]) => array === true || !wanted.given.has(name))
        .map(([name, { describe }]) => ({
          word: `${name.length === 1 ? '-' : '--'}${name}`,
          about: describe,
        }));
    case 'choice':
      return wanted.choices.map((choice) => ({ word: `${wanted.prefix}${choice}`, about: '' }));
    case 'process':
      return processes(hands, 'all');
    case 'live process':
      return processes(hands, 'living');
    case 'workflow':
      return [
        ...Object.keys(hands.settings.workflows).map((word) => ({ word, about: 'of the configuration' })),
        ...presetNames.map((word) => ({ word, about: 'preset' })),
        ...Object.entries(presetAliases).map(([word, preset]) => ({ word, about: preset })),
      ];
    case 'agent':
      return [...new Set([...Object.keys(hands.settings.agents), ...knownAgents])].map(bare);
    case 'shell':
      return completableShells.map(bare);
    case 'nothing':
      return [];
  }
}

/** What begins with a `-` would be an option where it is put in. */
function isName(word: string | null): word is string {
  return word !== null && !word.startsWith('-');
}

function bare(word: string): Candidate {
  return { word, about: '' };
}

function commandsIn(group: string): Candidate[] {
  const depth = group === '' ? 0 : group.split(' ').length;
  return Object.entries(usages)
    .filter(([name]) => name.split(' ').length === depth + 1 && (depth === 0 || name.startsWith(`${group} `)))
    .map(([name, usage]) => ({ word: name.split(' ')[depth] ?? '', about: usage }));
}

/** Names and ids, the newest first. */
async function processes(hands: Hands, which: 'all' | 'living'): Promise<Candidate[]> {
  const filter = { status: 'all', type: null, tags: {}, since: null, limit: processLimit } as const;
  const isMeant = ({ status }: Listed): boolean =>
    which === 'all' || status === 'running' || status === 'queued';
  const choose = (all: readonly Listed[]): readonly Listed[] => selectProcesses(all.filter(isMeant), filter);
  const reach =
    which === 'living' ? ({ to: 'none' } as const) : ({ to: 'chosen', count: processLimit } as const);
  const { observed } = await observeChosen(hands.project, 'all', choose, reach);
  const known = observed.map(({ id, state, verdict }) => ({
    id,
    name: state.spec?.name ?? null,
    about: `${state.spec?.type ?? 'unknown'}, ${verdict.status}`,
  }));
  const names = new Map(known.toReversed().map(({ name, about }) => [name, about] as const));
  const references = [
    { word: '@last', about: 'the newest' },
    { word: '@last-failed', about: 'the newest that failed' },
  ];
  return [
    ...[...names].toReversed().flatMap(([word, about]) => (isName(word) ? [{ word, about }] : [])),
    ...known.map(({ id, about }) => ({ word: id, about })),
    ...(known.length === 0 ? [] : references),
  ];
}
