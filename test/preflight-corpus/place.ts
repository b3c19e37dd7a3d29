import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** An empty project folder that a launch is made ready in; paths count from it. */
export type Place = {
  readonly folder: string;
  file(path: string, content?: string | Buffer, mode?: number): void;
  /** A file that may be executed. */
  program(path: string, content?: string | Buffer): void;
  makeFolder(path: string): void;
  link(path: string, target: string): void;
  /** `.tapps-agents/config.yaml`, a line an argument. */
  config(...lines: readonly string[]): void;
  /** `flow.yaml` with these steps, each in flow style. */
  steps(...steps: readonly string[]): void;
  /** `git` with these words, which may end as it likes: a merge with a conflict ends with 1. */
  git(...lines: readonly string[]): void;
};

/** What every program of the corpus does, so that it is seen whether something ran. */
export const marker = 'ran';
export const script = `#!/bin/sh\necho x > "$MARKER"\n`;

export const quietGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_EDITOR: 'true',
  ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' },
};

export function placeIn(folder: string): Place {
  const file: Place['file'] = (path, content = 'x\n', mode = 0o644) => {
    const whole = join(folder, path);
    mkdirSync(dirname(whole), { recursive: true, mode: 0o700 });
    writeFileSync(whole, content);
    chmodSync(whole, mode);
  };
  return {
    folder,
    file,
    program: (path, content = script) => file(path, content, 0o755),
    makeFolder: (path) => void mkdirSync(join(folder, path), { recursive: true, mode: 0o700 }),
    link: (path, target) => symlinkSync(target, join(folder, path)),
    config: (...lines) => file('.tapps-agents/config.yaml', `${lines.join('\n')}\n`),
    steps: (...steps) => file('flow.yaml', flow(...steps)),
    git: (...lines) => {
      for (const line of lines) runGit(folder, line.split(' '));
    },
  };
}

/** The text of a workflow file; its first step is in line 4. */
export function flow(...steps: readonly string[]): string {
  return ['workflow:', '  id: demo', '  steps:', ...steps.map((step) => `    - {${step}}`), ''].join('\n');
}

function runGit(cwd: string, args: readonly string[]): void {
  const { error } = spawnSync('git', args, {
    cwd,
    env: { ...process.env, ...quietGit },
    stdio: 'ignore',
    timeout: 20_000,
  });
  if (error !== undefined) throw error;
}
