import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { call, finishedRun, leave, type Project, projectIn } from './project.ts';

/** A project with so many finished processes, of which `id` is the newest; commands have seen it, no watcher runs. */
export type History = { readonly project: Project; readonly id: string };

/** Makes each when it is first asked for. */
export type Histories = {
  readonly of: (count: number) => Promise<History>;
  /** A run that ended, to make others of. */
  readonly template: () => Promise<Template>;
};

export type Template = { readonly id: string; readonly lines: readonly string[] };

/** Days between the first and the last launch of a made history. */
const spanMs = 30 * 24 * 3600 * 1000;

export function historiesIn(folder: string): Histories {
  const made = new Map<number, Promise<History>>();
  let first: Promise<string> | undefined;
  const journal = () => {
    first ??= realRun(projectIn(folder, 'template'));
    return first;
  };
  const of = (count: number) => {
    const history = made.get(count) ?? makeHistory(projectIn(folder, `history-${count}`), count, journal);
    made.set(count, history);
    return history;
  };
  return { of, template: async () => templateIn(await journal()) };
}

async function makeHistory(
  project: Project,
  count: number,
  journal: () => Promise<string>,
): Promise<History> {
  const id = await finishedRun(project, 'true');
  leave(project);
  copyRun(await journal(), project.journalFolder, count - 1);
  await call(project, 'list', '--limit', '20');
  return { project, id };
}

async function realRun(project: Project): Promise<string> {
  const id = await finishedRun(project, 'true');
  leave(project);
  return project.journalOf(id);
}

/** Copies of a real run, each under an id and at a time of its own, with every `seen` right: each passes `bg verify`. */
export function copyRun(journal: string, toFolder: string, count: number): void {
  const { id: from, lines } = templateIn(journal);
  const firstMs = Date.parse(String(JSON.parse(lines[0] ?? '').at));
  for (let index = 0; index < count; index += 1) {
    const id = `b${index.toString(36).padStart(7, '0')}`;
    const earlierMs = Math.round((spanMs / count) * (count - index));
    const text = chained(lines.map((line) => moved(line.replaceAll(from, id), firstMs, earlierMs)));
    writeFileSync(join(toFolder, `${id}.ndjson`), text, { mode: 0o600 });
  }
}

function templateIn(journal: string): Template {
  return {
    id: basename(journal, '.ndjson'),
    lines: readFileSync(journal, 'utf8').split('\n').slice(0, -1),
  };
}

/** Times keep their length, so offsets inside stay right. */
function moved(line: string, firstMs: number, earlierMs: number): string {
  return line.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (time) => {
    const ms = Date.parse(time);
    return ms < firstMs ? time : new Date(ms - earlierMs).toISOString();
  });
}

/** The text of a journal of these lines, in which each says what it saw before it. */
export function chained(lines: readonly string[]): string {
  const hash = createHash('sha256');
  let bytes = 0;
  let text = '';
  for (const line of lines) {
    const digest = hash.copy().digest('hex').slice(0, 32);
    const sealed = `${line.replace(/"seen":\[\d+,"[0-9a-f]{32}"\]/, `"seen":[${bytes},"${digest}"]`)}\n`;
    hash.update(sealed);
    bytes += Buffer.byteLength(sealed);
    text += sealed;
  }
  return text;
}
