/**
 * The second tier of the fault tests: what is done a few times in `npm test` is done some thousand times here, at
 * random, and everything that comes of it is compared with what the test itself knows. Ends with a table.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chanceOf } from './chance.ts';
import { cycles } from './cycles.ts';
import { day } from './day.ts';
import { fuzzing } from './fuzzing.ts';
import { layGround } from './ground.ts';
import { histories } from './histories.ts';
import { launches } from './launches.ts';
import { readOptions, type SoakOptions, usage } from './options.ts';
import { killOwn, ownProcesses } from './own-processes.ts';
import type { Part, PartName, PartResult } from './part.ts';
import { Progress } from './progress.ts';
import { type Row, reportOf } from './report.ts';
import { storm } from './storm.ts';

const parts: Readonly<Record<PartName, Part>> = { storm, histories, cycles, launches, fuzz: fuzzing, day };
const findingsShown = 40;
const killRounds = 20;

process.exitCode = await main();

async function main(): Promise<number> {
  let options: SoakOptions | 'help';
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return 2;
  }
  if (options === 'help') {
    console.log(usage);
    return 0;
  }
  return soak(options);
}

async function soak(options: SoakOptions): Promise<number> {
  const folder = options.inside ?? layGround();
  endWithSignals(folder);
  if (options.inside === null) console.log(`seed ${options.seed}, in ${folder}`);
  process.env['TMPDIR'] = join(folder, 'soak-tmp'); // what the soak itself makes goes with its folder
  mkdirSync(process.env['TMPDIR'], { recursive: true });
  const rows: Row[] = [];
  for (const name of options.parts) rows.push(await runPart(name, folder, options));
  if (options.inside !== null) return 0; // who moved it in there tells
  const isSound = rows.every(({ result }) => result.findings.length === 0);
  const report = reportOf(rows, new Date().toISOString().slice(0, 10));
  console.log(`\n${report}`);
  if (options.table !== null) writeFileSync(options.table, report);
  if (isSound) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  if (!isSound) console.log(`Kept: ${folder}. The same again: --seed ${options.seed}`);
  return isSound ? 0 : 1;
}

/** Whoever breaks it off leaves nobody running; what was found until then lies in the folder. */
function endWithSignals(folder: string): void {
  const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const [name, code] of Object.entries(signals)) {
    process.once(name, () => {
      // More than once: a supervisor that dies in the middle of a start leaves its gate, a watcher its guard.
      for (let round = 0; round < killRounds; round += 1) {
        for (const one of ownProcesses(folder)) killOwn(folder, one);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
      }
      console.log(`\nBroken off. Kept: ${folder}`);
      process.exit(code);
    });
  }
}

async function runPart(name: PartName, folder: string, options: SoakOptions): Promise<Row> {
  const { seed } = options;
  const progress = new Progress(name);
  const startMs = performance.now();
  const tell = (line: string): void => progress.tell(line);
  const site = { folder, chance: chanceOf(seed).fork(name), options, tell };
  const result = await parts[name](site);
  if (options.inside === null) {
    progress.end(`${result.findings.length} findings`);
    printFindings(result);
  }
  return { name, seed, durationMs: performance.now() - startMs, result };
}

function printFindings({ findings }: PartResult): void {
  for (const { kind, what } of findings.slice(0, findingsShown)) console.log(`  ✗ ${kind}: ${what}`);
  if (findings.length > findingsShown) console.log(`  … and ${findings.length - findingsShown} more`);
}
