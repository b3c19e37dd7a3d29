#!/usr/bin/env node
import { join } from 'node:path';
import { runProgram } from './base/run-program.ts';
import { launchesAtOnce } from './cli/launches-at-once.ts';

runProgram(start);

async function start(): Promise<void> {
  const launch = launchesAtOnce(process.argv.slice(2));
  if (launch !== null) return startWithSupervisor(launch.isDebugged);
  const { dispatch } = await import('./dispatch.ts');
  await dispatch();
}

/** A supervisor takes as long to start as this program does, so where one is needed both start side by side. */
async function startWithSupervisor(isDebugged: boolean): Promise<void> {
  const { startEarly, endEarly } = await import('./launch/early-supervisor.ts');
  startEarly(join(import.meta.dirname, 'supervisor.js'), isDebugged);
  const { dispatch } = await import('./dispatch.ts');
  await dispatch();
  await endEarly();
}
