import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cases } from './all-cases.ts';
import { usage, type Wish, wishOf } from './arguments.ts';
import { type Budgets, budgetFor, complaints, judge } from './budgets.ts';
import type { Bench, Case, Measurements } from './case.ts';
import { drawGrowth } from './growth.ts';
import { historiesIn } from './history.ts';
import { loadNow, machineFacts } from './machine.ts';
import { resultsPage } from './results-page.ts';
import { type JudgedRow, tableOf } from './table.ts';

/** What everything costs, beside what there is to compare with. `npm run bench`; bench/README.md says more. */
const here = import.meta.dirname;
const budgetsFile = join(here, 'budgets.json');
const calmLoad = 1;

type Judged = { readonly of: Case; readonly rows: readonly JudgedRow[] };

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  let wish: Wish;
  try {
    wish = wishOf(
      argv,
      cases.map(({ name }) => name),
    );
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  if (wish.install) installRivals();
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const bench = { rounds: wish.rounds, quick: wish.quick, folder, histories: historiesIn(folder) };
  try {
    return await measured(wish, bench);
  } finally {
    // Some 200,000 files: `rmSync` was seen to take 16 s of CPU time for them.
    spawnSync('rm', ['-rf', '--', folder]);
  }
}

async function measured(wish: Wish, bench: Bench): Promise<number> {
  const startLoad = loadNow();
  if (startLoad > calmLoad)
    console.error(`The machine has a load of ${startLoad.toFixed(1)}: trust the CPU times.\n`);
  const all: Judged[] = [];
  for (const one of cases) {
    if (wish.names.length > 0 && !wish.names.includes(one.name)) continue;
    all.push(await judged(one, bench, wish.check));
    console.log(`${tableOf(one, all.at(-1)?.rows ?? [])}\n`);
  }
  if (wish.record) recordBudgets(all);
  if (wish.plots) await drawGrowth(bench, join(here, '..', 'docs', 'growth'));
  const loads = [startLoad, loadNow()] as const;
  console.log(
    `load of the machine: ${loads.map((load) => load.toFixed(1)).join(' at the start, ')} at the end`,
  );
  // A part of the table would stand there as if it were the whole.
  if (wish.names.length === 0 && !wish.quick) {
    const tables = all.map(({ of, rows }) => tableOf(of, rows));
    const page = resultsPage(tables, { facts: machineFacts(bench.folder), loads, rounds: wish.rounds });
    writeFileSync(join(here, 'results.md'), page);
  }
  return wish.check ? verdict(all) : 0;
}

/** What seems worse is measured once more, and the better of the two counts: a busy moment is no worse program. */
async function judged(one: Case, bench: Bench, twice: boolean): Promise<Judged> {
  console.error(`${one.name} …`);
  const budgets: Budgets = JSON.parse(readFileSync(budgetsFile, 'utf8'));
  const rowsOf = (found: Measurements) =>
    one.rows
      .filter(({ slow }) => !(bench.quick && slow))
      .map((row) => {
        const measurement = found[row.key] ?? { missing: 'the case has no figure for it' };
        return { row, measurement, verdict: judge(row, measurement, budgets) };
      });
  const rows = rowsOf(await measure(one, bench));
  if (!twice || rows.every(({ verdict }) => verdict.is !== 'worse')) return { of: one, rows };
  console.error(`${one.name}, once more …`);
  const again = rowsOf(await measure(one, bench));
  return {
    of: one,
    rows: rows.map((row, index) => (row.verdict.is === 'worse' ? (again[index] ?? row) : row)),
  };
}

/** In a folder of its own: what one leaves behind is not found by the next. */
async function measure(one: Case, bench: Bench): Promise<Measurements> {
  const folder = mkdtempSync(join(bench.folder, `${one.name}-`));
  try {
    return await one.measure({ ...bench, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdict(all: readonly Judged[]): number {
  const wrong = complaints(all.flatMap(({ rows }) => rows.map((one) => [one.row, one.verdict] as const)));
  console.error(wrong.length === 0 ? '\nEverything is within its budget.' : `\nworse:\n${wrong.join('\n')}`);
  return wrong.length === 0 ? 0 : 1;
}

/** Those of cases that were not measured stay. */
function recordBudgets(all: readonly Judged[]): void {
  const budgets: Record<string, number> = JSON.parse(readFileSync(budgetsFile, 'utf8'));
  for (const { row, measurement } of all.flatMap(({ rows }) => rows)) {
    const budget = budgetFor(row, measurement);
    if (budget !== undefined) budgets[row.key] = budget;
  }
  writeFileSync(budgetsFile, `${JSON.stringify(budgets, null, 2)}\n`);
}

function installRivals(): void {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('npm ci in bench/ failed');
}
