import type { FileWatch, watchFile } from '../../reactors/watcher.ts';
import { isFile } from '../base/file-stamp.ts';
import { hasCode } from '../base/system-error.ts';

export type FollowingHands = {
  /** A file that is followed under this name changed or is gone. */
  readonly hint: (name: string) => void;
  /** The file that was listened to was touched. */
  readonly rang: () => void;
  /** It is gone, and is listened to no more. */
  readonly unhung: () => void;
  /** No more files can be watched, or the doorbell cannot. */
  readonly troubled: (error: unknown) => void;
};

/** A doorbell, and the files that somebody may still write to: each is watched by itself. */
export class Following {
  readonly #watch: typeof watchFile;
  readonly #hands: FollowingHands;
  readonly #files = new Map<string, { readonly inode: string; readonly watch: FileWatch }>();
  #doorbell: FileWatch | null = null;

  constructor(watch: typeof watchFile, hands: FollowingHands) {
    this.#watch = watch;
    this.#hands = hands;
  }

  listenTo(doorbell: string): void {
    const { rang, unhung, troubled } = this.#hands;
    this.#doorbell = this.#watch(doorbell, { changed: rang, removed: unhung, troubled });
  }

  /** True if it was not followed yet, or was another file under that name. Only files: of a link the folder is watched. */
  follow(name: string, path: string, inode: string): boolean {
    if (this.#files.get(name)?.inode === inode) return false;
    this.unfollow(name);
    if (!isFile(path)) return false;
    const { hint, troubled } = this.#hands;
    const watch = this.#watch(path, {
      changed: () => hint(name),
      removed: () => {
        if (this.#files.get(name)?.watch === watch) this.#files.delete(name);
        hint(name);
      },
      troubled: (error) => {
        if (hasCode(error, ...exhausted)) troubled(error);
        else if (this.#files.get(name)?.watch === watch) this.unfollow(name);
      },
    });
    this.#files.set(name, { inode, watch });
    return true;
  }

  unfollow(name: string): void {
    void this.#files.get(name)?.watch.close();
    this.#files.delete(name);
  }

  async close(): Promise<void> {
    const watches = [...this.#files.values()].map(({ watch }) => watch);
    this.#files.clear();
    if (this.#doorbell !== null) watches.push(this.#doorbell);
    this.#doorbell = null;
    await Promise.all(watches.map((watch) => watch.close()));
  }
}

/** Of these every other watch suffers too; of all else (`EACCES`) only the one file, which is swept then. */
const exhausted = ['ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM'];
