import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What may have the name of a file of ours, put there by a checkout or by somebody else. */
export type Impostor = 'a link' | 'a link to nothing' | 'a FIFO' | 'a second name' | 'a folder';
export const impostors: readonly Impostor[] = [
  'a link',
  'a link to nothing',
  'a FIFO',
  'a second name',
  'a folder',
];

/** A place beside a project whose contents nobody may touch; what was at `path` becomes a part of it. */
export class Outside {
  readonly folder: string;
  #count = 0;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { mode: 0o700 });
  }

  /** Puts the impostor in the place of a file, which lies outside from now on. */
  plant(impostor: Impostor, path: string): void {
    const target = this.#take(path, () => writeFileSync(path, 'nobody writes here\n', { mode: 0o600 }));
    put[impostor](target, path);
  }

  /** Puts a link in the place of a folder, which lies outside from now on. */
  plantFolder(path: string): void {
    symlinkSync(
      this.#take(path, () => mkdirSync(path, { mode: 0o700 })),
      path,
    );
  }

  /** Names, kinds, modes, sizes and bytes of all that lies there. */
  snapshot(): string {
    const script = 'find . -printf "%p %y %m %s\\n" | sort; find . -type f -exec cksum {} + | sort';
    return execFileSync('sh', ['-c', script], { cwd: this.folder, encoding: 'utf8' });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #take(path: string, make: () => void): string {
    this.#count += 1;
    const target = join(this.folder, String(this.#count));
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (!existsSync(path)) make();
    renameSync(path, target);
    return target;
  }
}

const put: Readonly<Record<Impostor, (target: string, path: string) => void>> = {
  'a link': symlinkSync,
  'a link to nothing': (target, path) => symlinkSync(`${target}.nothing`, path),
  'a FIFO': (_, path) => void execFileSync('mkfifo', ['-m', '600', path]),
  'a second name': linkSync,
  'a folder': (_, path) => void mkdirSync(path, { mode: 0o700 }),
};
