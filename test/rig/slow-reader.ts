import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from './temporary-folder.ts';

export type SlowlyRead = {
  readonly code: number | null;
  readonly stderr: string;
  readonly bytes: number;
  readonly peakBytes: number;
};

/** Long enough to fill every buffer between, if the writer went on. */
const pauseMs = 1000;

/** Runs a program and lets what it writes lie for a while after the first piece: what it cannot get rid of it must not hold. */
export async function readSlowly(
  program: string,
  args: readonly string[],
  cwd: string,
  stdout: number | 'pipe' = 'pipe',
): Promise<SlowlyRead> {
  const { probe, peakFile } = peakProbe();
  const env = { ...process.env, NODE_V8_COVERAGE: undefined };
  const stdio = ['ignore', stdout, 'pipe'] as const;
  const child = spawn(process.execPath, ['--require', probe, program, ...args], {
    cwd,
    env,
    stdio: [...stdio],
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const told = child.stderr === null ? '' : text(child.stderr);
  let bytes = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    if (bytes === 0) {
      child.stdout?.pause();
      setTimeout(() => child.stdout?.resume(), pauseMs);
    }
    bytes += chunk.length;
  });
  const code = await ended;
  return { code, stderr: await told, bytes, peakBytes: Number(readFileSync(peakFile, 'utf8')) * 1024 };
}

/** A module that makes a program write down, as it exits, the most memory that it ever had. */
function peakProbe(): { readonly probe: string; readonly peakFile: string } {
  const folder = temporaryFolder('tapps-peak-');
  const probe = join(folder, 'probe.cjs');
  const peakFile = join(folder, 'peak');
  const write = `require('node:fs').writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS))`;
  writeFileSync(probe, `process.on('exit', () => ${write});\n`);
  return { probe, peakFile };
}
