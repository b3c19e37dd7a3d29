import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Work } from '../../projections/past-failures.ts';
import { byLaunch, type ListedProcess, newestFirst } from '../../projections/process-list.ts';
import { isSystemError } from '../base/system-error.ts';
import type { Project } from './project-paths.ts';
import { seal, writeCacheFile } from './sealed-file.ts';

/**
 * What ended, as lists choose by it, in one file: the newest first, in blocks that are sealed one by one, so that a
 * list reads the first of them and no more. What is shown of a process is never taken from here. The version is raised
 * whenever a row would come out differently.
 */
const version = 2;

/** 20 kB or so: read with the header, parsed in a fifth of a millisecond. */
const rowsPerBlock = 128;
/** Holds the header of a hundred thousand rows, or that of a thousand and the first block. */
const firstReadBytes = 64 * 1024;
const headerLimitBytes = 16 * 1024 * 1024;

export type EndedRow = ListedProcess & {
  readonly work: Work;
  /** The folder of the history where its journal lies; null: among the live ones. */
  readonly month: string | null;
};

/** How a journal is named by where it lies: `k3f9a2c7` is live, `2026-11/k3f9a2c7` is archived. */
export function keyOf({ id, month }: Pick<EndedRow, 'id' | 'month'>): string {
  return month === null ? id : `${month}/${id}`;
}

/** Where a part lies in the file, and what it must be. */
type Part = { readonly offset: number; readonly bytes: number; readonly seal: string };

/** An index as far as it was read: where its parts lie. Another one has another seal. */
export type EndedIndex = {
  readonly path: string;
  readonly seal: string;
  readonly keys: Part;
  readonly blocks: readonly Part[];
};

/** Null if there is none, or it is from another version, or damaged. */
export function readEnded(project: Project): EndedIndex | null {
  const path = fileOf(project);
  const first = bytesAt(path, 0, firstReadBytes);
  const lineEnd = first?.indexOf('\n') ?? -1;
  if (first === null || lineEnd === -1) return null;
  const [sealed = '', length = ''] = first.toString('latin1', 0, lineEnd).split(' ');
  const start = lineEnd + 1;
  const end = start + Number(length);
  if (!(end > start && end <= headerLimitBytes)) return null;
  const header = first.length >= end ? first.subarray(start, end) : bytesAt(path, start, end - start);
  if (header === null || seal(header, version) !== sealed) return null;
  return partsOf(JSON.parse(header.toString('utf8')), { path, sealed, offset: end });
}

/** The rows of a block, newest first; null if it is no longer what it was. */
export function readRows(index: EndedIndex, block: Part): EndedRow[] | null {
  const text = readPart(index, block);
  const value: unknown = text === null ? null : JSON.parse(text);
  return Array.isArray(value) ? value.filter(isRow) : null;
}

/** The keys of all rows; null if they are no longer what they were. */
export function readKeys(index: EndedIndex): string[] | null {
  const text = readPart(index, index.keys);
  if (text === null) return null;
  return text === '' ? [] : text.split('\n');
}

/**
 * Writes the next index, in which some rows are gone and others new. Blocks that are older than all of these are kept
 * as they are: what ends is nearly always among the newest. Its seal; null if the index before is no longer what it was.
 */
export function writeEnded(
  project: Project,
  index: EndedIndex | null,
  gone: ReadonlySet<string>,
  fresh: readonly EndedRow[],
): string | null {
  const sorted = newestFirst(fresh);
  const made =
    index === null ? { rows: [], keys: [], behind: [] } : remade(index, gone, sorted.at(-1) ?? null);
  if (made === null) return null;
  const blocks = blocksOf(newestFirst([...sorted, ...made.rows]));
  const keys = [...made.keys, ...sorted.map(keyOf)].join('\n');
  return writeParts(project, [...blocks, ...made.behind], keys);
}

type SealedBytes = { readonly bytes: Buffer; readonly seal: string };

/** What of an index is written anew, and the blocks behind that need not be. */
function remade(
  index: EndedIndex,
  gone: ReadonlySet<string>,
  oldest: EndedRow | null,
): { readonly rows: EndedRow[]; readonly keys: string[]; readonly behind: SealedBytes[] } | null {
  const keys = readKeys(index);
  if (keys === null) return null;
  const rows: EndedRow[] = [];
  const behind: SealedBytes[] = [];
  for (const block of index.blocks) {
    const last = rows.at(-1);
    const isBehind =
      gone.size === 0 && (oldest === null || (last !== undefined && byLaunch(oldest, last) < 0));
    const bytes = isBehind ? bytesAt(index.path, block.offset, block.bytes) : null;
    if (bytes !== null) behind.push({ bytes, seal: block.seal });
    else {
      const read = readRows(index, block);
      if (read === null) return null;
      rows.push(...read);
    }
  }
  const stay = (key: string): boolean => !gone.has(key);
  return { rows: rows.filter((row) => stay(keyOf(row))), keys: keys.filter(stay), behind };
}

function blocksOf(rows: readonly EndedRow[]): SealedBytes[] {
  const blocks: SealedBytes[] = [];
  for (let from = 0; from < rows.length; from += rowsPerBlock) {
    const bytes = Buffer.from(JSON.stringify(rows.slice(from, from + rowsPerBlock)));
    blocks.push({ bytes, seal: seal(bytes, version) });
  }
  return blocks;
}

function writeParts(project: Project, blocks: readonly SealedBytes[], keys: string): string {
  const parts = [...blocks, { bytes: Buffer.from(keys), seal: seal(keys, version) }];
  const header = JSON.stringify(parts.map(({ bytes, seal: partSeal }) => [bytes.length, partSeal]));
  const sealed = seal(header, version);
  const line = `${sealed} ${Buffer.byteLength(header)}\n`;
  writeCacheFile(project, fileOf(project), [line, header, Buffer.concat(parts.map(({ bytes }) => bytes))]);
  return sealed;
}

/** The keys are the last part. */
function partsOf(header: unknown, { path, offset, sealed }: Opened): EndedIndex | null {
  if (!Array.isArray(header)) return null;
  let from = offset;
  const parts = header.map(([bytes, partSeal]: readonly [number, string]) => {
    from += bytes;
    return { offset: from - bytes, bytes, seal: partSeal };
  });
  const keys = parts.pop();
  return keys === undefined ? null : { path, seal: sealed, keys, blocks: parts };
}

type Opened = { readonly path: string; readonly offset: number; readonly sealed: string };

function readPart(index: EndedIndex, part: Part): string | null {
  const bytes = bytesAt(index.path, part.offset, part.bytes);
  return bytes !== null && seal(bytes, version) === part.seal ? bytes.toString('utf8') : null;
}

/** As many bytes as there are, up to so many; null where no regular file can be read. */
function bytesAt(path: string, offset: number, limitBytes: number): Buffer | null {
  try {
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(fd);
      if (!stats.isFile()) return null;
      const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(limitBytes, stats.size - offset)));
      return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, offset));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** No process can have this for the name of its checkpoint. */
function fileOf(project: Project): string {
  return join(project.cacheFolder, 'ended.index');
}

/** The seal vouches for the rest of its shape: nobody but `writeEnded` makes one. */
function isRow(value: unknown): value is EndedRow {
  return typeof value === 'object' && value !== null && 'id' in value && 'work' in value;
}
