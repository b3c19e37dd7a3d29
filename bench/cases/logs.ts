import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Case } from '../case.ts';
import { writeSupervised } from '../gibibyte.ts';
import { call, command, launch, leave, type Project, program, projectIn } from '../project.ts';
import { bareNode, beside, byTurns, calmEnv } from '../timed.ts';

const lines = 40;
/** The command says the time four times a second, each time at another moment of whoever looks for it. */
const script = `i=0; while [ $i -lt ${lines} ]; do sleep 0.2$((i % 10)); date +%s%3N; i=$((i + 1)); done; sleep 60`;

/** The end of a long output, and what is written while one looks. */
export const logs: Case = {
  name: 'logs',
  asks: '`bg logs`',
  rows: [
    {
      key: 'logs-tail',
      says: '`-n 50` of 1 GiB, beside bare node',
      unit: '×',
      better: 'less',
      wanted: 1.6,
      slow: true,
    },
    { key: 'logs-follow', says: '`-f`: from written to shown', unit: 'ms', better: 'less', wanted: 50 },
  ],
  measure: async ({ folder, rounds, quick }) => {
    const project = projectIn(folder, 'logs');
    try {
      const shownMs = await delaysOf(project);
      if (quick) return { 'logs-follow': { values: shownMs } };
      const { id } = await writeSupervised(project);
      const of = await byTurns(rounds, {
        node: bareNode(folder),
        tail: command(project, 'logs', '-n', '50', id),
      });
      return { 'logs-tail': beside(of('tail'), of('node')), 'logs-follow': { values: shownMs } };
    } finally {
      leave(project);
    }
  },
};

/** Milliseconds from the time that a line says to when it comes out of `bg logs -f`. */
async function delaysOf(project: Project): Promise<number[]> {
  const id = await launch(project, 'sh', '-c', script);
  const follower = spawn(process.execPath, [program, 'bg', 'logs', '-f', id], {
    cwd: project.root,
    env: calmEnv(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const delays: number[] = [];
  for await (const text of follower.stdout.setEncoding('utf8')) {
    const nowMs = Date.now();
    for (const [said] of String(text).matchAll(/^\d{13}$/gm)) delays.push(nowMs - Number(said));
    if (delays.length >= lines) break;
  }
  follower.kill();
  await once(follower, 'exit');
  await call(project, 'stop', id, '--yes');
  // What was there before it looked came late by no fault of its own.
  return delays.slice(lines / 4);
}
