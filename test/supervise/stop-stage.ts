import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../projections/verdict.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { processesOf } from '../faults/processes-of.ts';
import { type Called, eventually, isAlive, TestProject } from '../rig/project.ts';
import { assert } from '../rig/suite.ts';

/** A command that says `ready` and waits for its end. */
export const sleeper = ['sh', '-c', 'echo ready; sleep 300'];

export function child(name: string): string {
  return join(import.meta.dirname, '..', 'fixtures', 'children', name);
}

/** A project in which commands that say `ready` are launched and stopped; they print `grandchild <pid>` of whom they start. */
export class StopStage extends TestProject {
  /** Launches it and waits until it says that it is ready. */
  async launchReady(command: readonly string[]): Promise<string> {
    const id = await this.launch(command);
    await eventually(() => (this.output(id).includes('ready') ? true : null));
    return id;
  }

  /** The same, and then its supervisor is killed. */
  async launchOrphan(command: readonly string[]): Promise<string> {
    const id = await this.launchReady(command);
    const { supervisorPid } = await this.event(id, 'process.started');
    process.kill(supervisorPid, 'SIGKILL');
    await eventually(() => (isAlive(supervisorPid) ? null : true));
    return id;
  }

  stop(id: string, ...options: readonly string[]): Promise<Called> {
    return this.call(['bg', 'stop', id, '--yes', ...options]);
  }

  /** A stop that dies at a step. */
  async dyingStop(id: string, step: string): Promise<void> {
    const env = { NODE_ENV: 'test', TAPPS_FAILPOINT: `${step}:kill` };
    assert.is((await this.call(['bg', 'stop', id, '--yes'], { env })).code, -1);
  }

  async verdict(id: string): Promise<Verdict> {
    return (await observe(projectAt(this.folder), id)).verdict;
  }

  output(id: string): string {
    return readFileSync(this.outputPath(id), 'utf8');
  }

  types(id: string): string[] {
    return this.events(id).map(({ type }) => type);
  }

  grandchildren(id: string): number[] {
    return [...this.output(id).matchAll(/grandchild (\d+)/g)].map(([, pid]) => Number(pid));
  }

  async assertNobodyLeft(id: string): Promise<void> {
    await eventually(() => (processesOf(id).length === 0 ? true : null));
    const alive = this.grandchildren(id).filter(isAlive);
    for (const pid of alive) process.kill(pid, 'SIGKILL');
    assert.equal(alive, []);
  }
}
