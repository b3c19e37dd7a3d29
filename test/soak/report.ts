import { readFileSync } from 'node:fs';
import { cpus, release, type as systemType, totalmem } from 'node:os';
import type { FindingKind, PartName, PartResult } from './part.ts';
import { clockOf } from './progress.ts';

export type Row = {
  readonly name: PartName;
  readonly seed: number;
  readonly durationMs: number;
  readonly result: PartResult;
};

const columns: ReadonlyArray<readonly [FindingKind, string]> = [
  ['lost', 'lost'],
  ['end', 'not one end'],
  ['doubled', 'told twice'],
  ['left', 'left over'],
  ['wrong', 'otherwise wrong'],
];

/** The table as Markdown, with the day and the machine it is of. */
export function reportOf(rows: readonly Row[], today: string): string {
  const head = ['part', 'tried', ...columns.map(([, title]) => title), 'time', 'seed'];
  const lines = rows.map(({ name, seed, durationMs, result }) => [
    name,
    result.tried.map(([what, count]) => `${count.toLocaleString('en')} ${what}`).join(', '),
    ...columns.map(([kind]) => `${result.findings.filter((one) => one.kind === kind).length}`),
    clockOf(durationMs),
    `${seed}`,
  ]);
  const notes = rows.flatMap(({ name, result }) => result.notes.map((note) => `- ${name}: ${note}`));
  const table = [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
  return [`${today}, ${machine()}`, '', ...table, ...(notes.length === 0 ? [] : ['', ...notes]), ''].join(
    '\n',
  );
}

function machine(): string {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${cpus().length} cores, ${memory}, ${systemName()}, ${systemType()} ${release()}, Node ${process.versions.node}`;
}

function systemName(): string {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}
