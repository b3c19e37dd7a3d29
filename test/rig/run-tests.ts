import { fileURLToPath } from 'node:url';
import { faults } from '../faults/catalogue.ts';
import { faultMarks } from './fault-marks.ts';
import { reportFaults } from './fault-report.ts';
import { killRunningFiles, type Outcome, runTestFile } from './test-file-run.ts';
import { findTestFiles, type TestFile } from './test-files.ts';
import type { Counts } from './test-summary.ts';

/**
 * Three for the two cores of the smallest machine we test on: tests wait for a third of their time. No test may need a
 * machine of its own; all were seen to hold at a load of 40.
 */
const lanes = 3;
const slowestShown = 5;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `run-tests.ts [part of a path…]`. Its last line is `N passed, N failed, N skipped`, counted in tests. */
async function runTests(filters: readonly string[]): Promise<void> {
  const files = findTestFiles(root, filters);
  if (files.length === 0) console.log(`no test file matches ${filters.join(' ') || 'test/**/*.test.ts'}`);
  const outcomes = await runInLanes(files);
  for (const outcome of outcomes) if (outcome.problems.length > 0) printFailure(outcome);
  printSlowest(outcomes);
  const catalogueProblems = printFaults(outcomes, filters.length === 0);
  const counts = outcomes
    .map((outcome) => outcome.counts)
    .reduce(addCounts, { passed: 0, failed: catalogueProblems, skipped: 0 });
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
}

async function runInLanes(files: readonly TestFile[]): Promise<Outcome[]> {
  const waiting = [...files];
  const outcomes: Outcome[] = [];
  const lane = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const outcome = await runTestFile(root, file);
      outcomes.push(outcome);
      printLine(outcome);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return outcomes;
}

function printLine({ path, counts, problems, durationMs }: Outcome): void {
  const parts = [`${counts.passed} passed`];
  if (counts.failed > 0) parts.push(`${counts.failed} failed`);
  if (counts.skipped > 0) parts.push(`${counts.skipped} skipped`);
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${path}  ${parts.join(', ')}  ${seconds(durationMs)}`);
}

function printFailure({ path, problems, output }: Outcome): void {
  console.log(`\n──── ${path}`);
  for (const problem of problems) console.log(`     ✗ ${problem}`);
  console.log(output.trimEnd());
}

function printSlowest(outcomes: readonly Outcome[]): void {
  const slowest = [...outcomes].sort((a, b) => b.durationMs - a.durationMs).slice(0, slowestShown);
  console.log('\nslowest:');
  for (const { path, durationMs } of slowest) console.log(`  ${seconds(durationMs).padStart(7)}  ${path}`);
  console.log('');
}

/** What became of the catalogue of faults, and how many mistakes are in it: each counts as a failed test. */
function printFaults(outcomes: readonly Outcome[], isWhole: boolean): number {
  const marks = outcomes.flatMap(({ output }) => faultMarks(output));
  const { lines, problems } = reportFaults(faults, marks, isWhole);
  for (const line of lines) console.log(line);
  for (const problem of problems) console.log(`  ✗ ${problem}`);
  if (lines.length + problems.length > 0) console.log('');
  return problems.length;
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    killRunningFiles();
    process.exit(1);
  });
}

await runTests(process.argv.slice(2));
