import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DiskCall } from './disk-trace.ts';

type File = { readonly kind: 'file'; bytes: Buffer; synced: Buffer };
type Folder = { readonly kind: 'folder'; readonly entries: Map<string, Node>; synced: Map<string, Node> };
type Node = File | Folder;

/**
 * What the power leaves of what was not synced: nothing of it; or the length that a file had, with zeros where bytes had
 * not come to the disk yet; or a part.
 */
export type Leftover = 'nothing' | 'zeros' | 'part';

/** A file as it is found after the power came back. */
export type Survivor = { readonly path: string; readonly bytes: Buffer | 'folder' };

/**
 * A disk as strict as POSIX lets it be: bytes of a file last that were there at its last `fsync` or `fdatasync`, names
 * that were in a folder at the folder's last `fsync`. Real ones keep more, most of the time.
 */
export class ForgetfulDisk {
  readonly #root: string;
  readonly #top: Folder = newFolder();

  /** The folder that it begins with, empty. */
  constructor(root: string) {
    this.#root = root;
  }

  /** False if it changed nothing here. */
  apply({ name, path, toPath, bytes, text }: DiskCall): boolean {
    if (!path.startsWith(`${this.#root}/`) && path !== this.#root) return false;
    const isFresh = /O_CREAT/.test(text) || name === 'creat';
    switch (name) {
      case 'open':
      case 'openat':
      case 'creat':
        return isFresh ? this.#create(path, newFile(), /O_TRUNC/.test(text)) : false;
      case 'mkdir':
      case 'mkdirat':
        return this.#create(path, newFolder(), false);
      case 'write':
      case 'writev':
      case 'pwrite64':
        return this.#write(path, bytes, name === 'pwrite64' ? positionOf(text) : null);
      case 'ftruncate':
        return this.#truncate(path, positionOf(text));
      case 'fsync':
      case 'fdatasync':
        return this.#sync(path);
      case 'unlink':
      case 'unlinkat':
      case 'rmdir':
        return this.#folderOf(path)?.entries.delete(basename(path)) ?? false;
      case 'rename':
      case 'renameat':
      case 'renameat2':
        return this.#link(path, toPath) && (this.#folderOf(path)?.entries.delete(basename(path)) ?? false);
      case 'link':
      case 'linkat':
        return this.#link(path, toPath);
      default:
        return false;
    }
  }

  /** What lies there when the power comes back; `random` gives numbers from 0 to 1. */
  survivors(leftover: Leftover, random: () => number): Survivor[] {
    return [...this.#survivorsIn(this.#top, '', leftover, random)];
  }

  *#survivorsIn(folder: Folder, at: string, leftover: Leftover, random: () => number): Generator<Survivor> {
    const entries = new Map(folder.synced);
    if (leftover === 'part')
      for (const [name, node] of folder.entries) if (random() < 0.5) entries.set(name, node);
    for (const [name, node] of entries) {
      const path = join(at, name);
      if (node.kind === 'file') yield { path, bytes: leftOf(node, leftover, random) };
      else {
        yield { path, bytes: 'folder' };
        yield* this.#survivorsIn(node, path, leftover, random);
      }
    }
  }

  #create(path: string, node: Node, isCut: boolean): boolean {
    const folder = this.#folderOf(path);
    if (folder === null) throw new Error(`${path} is made in a folder that is not there`);
    const known = folder.entries.get(basename(path));
    if (known?.kind === 'file' && isCut) known.bytes = Buffer.alloc(0);
    if (known === undefined) folder.entries.set(basename(path), node);
    return known === undefined || isCut;
  }

  /** Every program here writes to the end, or says where. */
  #write(path: string, bytes: Buffer, position: number | null): boolean {
    const file = this.#nodeAt(path);
    if (file?.kind !== 'file') return false;
    const at = position ?? file.bytes.length;
    file.bytes = Buffer.concat([file.bytes.subarray(0, at), bytes, file.bytes.subarray(at + bytes.length)]);
    return true;
  }

  #truncate(path: string, length: number): boolean {
    const file = this.#nodeAt(path);
    if (file?.kind !== 'file') return false;
    const grown = Buffer.alloc(Math.max(0, length - file.bytes.length));
    file.bytes = Buffer.concat([file.bytes.subarray(0, length), grown]);
    return true;
  }

  #sync(path: string): boolean {
    const node = this.#nodeAt(path);
    if (node?.kind === 'file') node.synced = node.bytes;
    if (node?.kind === 'folder') node.synced = new Map(node.entries);
    return node !== null;
  }

  #link(path: string, toPath: string): boolean {
    const node = this.#nodeAt(path);
    const folder = this.#folderOf(toPath);
    if (node === null || folder === null) return false;
    folder.entries.set(basename(toPath), node);
    return true;
  }

  #folderOf(path: string): Folder | null {
    const node = this.#nodeAt(dirname(path));
    return node?.kind === 'folder' ? node : null;
  }

  #nodeAt(path: string): Node | null {
    if (path === this.#root) return this.#top;
    if (!path.startsWith(`${this.#root}/`)) return null;
    let node: Node | undefined = this.#top;
    for (const name of path.slice(this.#root.length + 1).split('/'))
      node = node?.kind === 'folder' ? node.entries.get(name) : undefined;
    return node ?? null;
  }
}

/** Puts down what survived, as a folder that can be read. */
export function putDown(survivors: readonly Survivor[], root: string): void {
  for (const { path, bytes } of survivors) {
    if (bytes === 'folder') mkdirSync(join(root, path), { mode: 0o700 });
    else writeFileSync(join(root, path), bytes, { mode: 0o600 });
  }
}

function newFile(): File {
  return { kind: 'file', bytes: Buffer.alloc(0), synced: Buffer.alloc(0) };
}

function newFolder(): Folder {
  return { kind: 'folder', entries: new Map(), synced: new Map() };
}

/** The last number of the arguments. */
function positionOf(text: string): number {
  return Number(/, (\d+)\) += /.exec(text)?.[1] ?? 0);
}

function leftOf({ bytes, synced }: File, leftover: Leftover, random: () => number): Buffer {
  // What was written over may be old or new: only what was added is told apart here.
  const added = bytes.subarray(0, synced.length).equals(synced)
    ? bytes.subarray(synced.length)
    : Buffer.alloc(0);
  if (leftover === 'nothing') return synced;
  if (leftover === 'zeros') return Buffer.concat([synced, Buffer.alloc(added.length)]);
  return Buffer.concat([synced, added.subarray(0, Math.floor(random() * (added.length + 1)))]);
}
