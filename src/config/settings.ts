import { LineCounter, parseDocument } from 'yaml';
import type { Config } from '../../schemas/generated/types.ts';
import { faultInConfig, isConfig } from '../../schemas/validate.ts';
import { readRegularFile } from '../base/read-regular-file.ts';
import { parseSizeBytes } from '../base/size.ts';
import { isSystemError } from '../base/system-error.ts';

export type Settings = {
  readonly heartbeatMs: number;
  readonly maxRuntimeMs: number | null;
  /** As written; relative to the project root. Null: the usual folder. */
  readonly outputFolder: string | null;
  readonly maxOutputBytes: number;
  readonly minFreeDiskBytes: number;
};

/** What is wrong with a configuration file, where, in words. */
export type ConfigProblem = { readonly file: string; readonly line: number | null; readonly message: string };

export const defaultSettings: Settings = {
  heartbeatMs: 30_000,
  maxRuntimeMs: null,
  outputFolder: null,
  maxOutputBytes: 2 * 1024 ** 3,
  minFreeDiskBytes: 200 * 1024 ** 2,
};

/** The YAML reader compares every key with every other: a megabyte of them took minutes. */
const fileLimitBytes = 64 * 1024;

/** Reads `config.yaml`. A broken one never stops a reader: the defaults come with the problem. */
export function readSettings(file: string): {
  readonly settings: Settings;
  readonly problem: ConfigProblem | null;
} {
  const text = readText(file);
  if (text === null) return { settings: defaultSettings, problem: null };
  if (typeof text !== 'string') return { settings: defaultSettings, problem: text };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) return broken(file, lines.linePos(error.pos[0]).line, firstLine(error.message));
  let config: unknown;
  try {
    config = document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (failure) {
    return broken(file, null, firstLine(failure instanceof Error ? failure.message : String(failure)));
  }
  const fault = isConfig(config) ? faultInSizes(config) : faultInConfig(config);
  if (isConfig(config) && fault === null) return { settings: settingsOf(config), problem: null };
  const keys = (fault?.path ?? '').split('/').filter((key) => key !== '');
  const node = document.getIn(keys, true);
  const at = hasRange(node) ? lines.linePos(node.range[0]).line : null;
  return broken(file, at, `${keys.join('.') || 'the file'} ${fault?.message ?? 'is not valid'}`);
}

/** What the schema cannot tell: text that is no size. */
function faultInSizes({ background_processes: ours }: Config): ReturnType<typeof faultInConfig> {
  if (ours?.max_output === undefined || parseSizeBytes(ours.max_output) !== null) return null;
  return { path: '/background_processes/max_output', message: 'must be a size like 2GiB' };
}

function settingsOf(config: Config): Settings {
  const ours = config.background_processes ?? {};
  return {
    heartbeatMs: wholeMs(ours.health_check_interval) ?? defaultSettings.heartbeatMs,
    maxRuntimeMs: wholeMs(ours.max_process_runtime) ?? defaultSettings.maxRuntimeMs,
    outputFolder: ours.output_dir ?? defaultSettings.outputFolder,
    maxOutputBytes: parseSizeBytes(ours.max_output ?? '') ?? defaultSettings.maxOutputBytes,
    minFreeDiskBytes:
      ours.min_free_disk_mb === undefined
        ? defaultSettings.minFreeDiskBytes
        : Math.round(ours.min_free_disk_mb * 1024 ** 2),
  };
}

/** Seconds as people write them: 4.35 * 1000 is no whole number, and 0.0001 would be none at all. */
function wholeMs(seconds: number | undefined): number | null {
  return seconds === undefined ? null : Math.max(1, Math.round(seconds * 1000));
}

/** Null if there is no file. */
function readText(file: string): string | ConfigProblem | null {
  try {
    const read = readRegularFile(file, fileLimitBytes);
    if (read.outcome === 'read') return read.text;
    return {
      file,
      line: null,
      message: read.outcome === 'too_large' ? 'is larger than 64 KiB' : 'is not a file',
    };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return error.code === 'ENOENT' ? null : { file, line: null, message: `cannot be read (${error.code})` };
  }
}

function broken(file: string, line: number | null, message: string): ReturnType<typeof readSettings> {
  return { settings: defaultSettings, problem: { file, line, message } };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function hasRange(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
