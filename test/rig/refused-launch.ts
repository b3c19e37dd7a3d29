import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { TestProject } from './project.ts';

/**
 * `bg run` in which calls on one file fail, in the launcher and in whatever it starts: `openat:error=EMFILE:when=2`. The calls
 * of each process are counted by themselves. Over when all that was started is.
 */
export async function launchRefused(
  project: TestProject,
  { path, injection }: { readonly path: string; readonly injection: string },
  args: readonly string[],
): Promise<{ readonly code: number; readonly said: string; readonly id: string }> {
  const strace = ['-f', '-qq', '-o', '/dev/null', '-P', path, '-e', `inject=${injection}`];
  const words = [...strace, process.execPath, project.program, 'bg', 'run', '--quiet', ...args];
  const launcher = spawn('strace', words, { cwd: project.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const over = once(launcher, 'exit');
  const [id, said, [code]] = await Promise.all([text(launcher.stdout), text(launcher.stderr), over]);
  return { code, said, id: id.trim() };
}
