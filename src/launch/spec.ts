import { userInfo } from 'node:os';
import { relative } from 'node:path';
import type { LaunchRequestedData } from '../../schemas/event.ts';
import { isBelow } from '../base/is-below.ts';
import { configHash } from '../config/config-hash.ts';
import type { Settings } from '../config/settings.ts';
import type { Project } from '../journal/project-paths.ts';
import { redactArguments, redactText } from '../output/redact.ts';
import { commandLimitBytes, jsonBytes } from '../preflight/arguments.ts';
import { type Identity, processTable } from '../process/identity.ts';
import { thisHost } from '../process/presence.ts';
import { ownTerminal } from '../process/terminal.ts';
import type { GitFacts } from './git-facts.ts';
import type { LaunchRequest } from './launch-request.ts';

export type SpecSources = {
  readonly project: Project;
  readonly settings: Settings;
  readonly outputPath: string;
  readonly git: GitFacts | null;
  readonly launcher: Identity;
  readonly version: string;
};

/** The spec as it is written down: secrets are gone before anything is hashed, environment values never get here. */
export function specOf(request: LaunchRequest, sources: SpecSources): LaunchRequestedData {
  const { project, settings, outputPath, git, launcher, version } = sources;
  const hash = configHash(project.configFile);
  return {
    kind: request.kind,
    type: writtenLabel(request.type),
    name: request.name === null ? null : writtenLabel(request.name),
    command: written(redactArguments(request.command)),
    cwd: redactText(request.cwd).slice(0, 4096),
    envNames: writtenNames(request.env),
    prompt: request.prompt === null ? null : redactText(request.prompt),
    tags: Object.fromEntries(Object.entries(request.tags).map(writtenTag)),
    limits: writtenLimits(request, settings),
    patterns: writtenPatterns(request),
    output: relativeIfBelow(project.root, outputPath),
    host: thisHost(),
    user: userName(),
    bootId: processTable.bootId(),
    ...ownTerminal(),
    notifyEnv: notifyEnvironment(request.env),
    git: git === null ? null : { ...git },
    engineVersion: null,
    version,
    launcherPid: launcher.pid,
    launcherStartToken: launcher.startToken,
    ...(hash === null ? {} : { configHash: hash }),
    ...(request.successCodes === null ? {} : { successCodes: [...request.successCodes] }),
    ...(request.waitTree ? { waitTree: true } : {}),
    ...(request.after === null ? {} : { after: request.after }),
    ...(request.rerunOf === null ? {} : { rerunOf: request.rerunOf }),
    ...(request.requires.length === 0 ? {} : { requires: request.requires.slice(0, 200).map(writtenNeed) }),
  };
}

function writtenLimits(request: LaunchRequest, settings: Settings): LaunchRequestedData['limits'] {
  const { onMaxOutput, stallAfterMs, retries, retryDelayMs } = request;
  return {
    timeoutMs: request.timeoutMs ?? settings.maxRuntimeMs,
    maxOutputBytes: request.maxOutputBytes ?? settings.maxOutputBytes,
    onMaxOutput,
    minFreeDiskBytes: settings.minFreeDiskBytes,
    ...(stallAfterMs === null ? {} : { stallAfterMs }),
    ...(retries === 0 ? {} : { retries, retryDelayMs }),
  };
}

function writtenPatterns(request: LaunchRequest): LaunchRequestedData['patterns'] {
  const { progressPattern, failOn, doneOn } = request;
  return {
    progress: progressPattern === null ? null : writtenPattern(progressPattern),
    ...(failOn === null ? {} : { failOn: writtenPattern(failOn) }),
    ...(doneOn === null ? {} : { doneOn: writtenPattern(doneOn) }),
  };
}

function writtenPattern(source: string): string {
  return redactText(source).slice(0, 1000);
}

/** Eighty characters by code points, as the schema counts them: what stands for a secret may be longer than it. */
function writtenLabel(text: string): string {
  return [...redactText(text)].slice(0, 80).join('');
}

function writtenNeed(text: string): string {
  return redactText(text).slice(0, 1024);
}

/** Whether a value is secret is told by its name, so both are looked at together. */
function writtenTag([key, value]: readonly [string, string]): [string, string] {
  return [key, redactText(`${key}=${value}`).slice(key.length + 1, key.length + 201)];
}

const notifyNames = ['DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'] as const;

/** Where notices of a launch go. */
export function notifyEnvironment(env: LaunchRequest['env']): Record<string, string> {
  const found = notifyNames.map((name) => [name, env[name]] as const);
  return Object.fromEntries(
    found.filter((entry): entry is [(typeof notifyNames)[number], string] => entry[1] !== undefined),
  );
}

function relativeIfBelow(root: string, path: string): string {
  return isBelow(root, path) ? relative(root, path) : path;
}

function userName(): string {
  try {
    return userInfo().username.slice(0, 255);
  } catch {
    return String(process.getuid?.() ?? 'unknown'); // a uid without an entry in the user database
  }
}

/** Names of variables take at most this of the first line; the rest of a huge environment goes unnamed. */
const namesLimitBytes = 40 * 1024;

/** A command that is refused for its length is written down too, cut to what a line can hold. */
function written(command: readonly string[]): [string, ...string[]] {
  const [first = '', ...rest] = fitting(command, commandLimitBytes);
  const whole = 1 + rest.length === command.length;
  return whole ? [first, ...rest] : [first, ...rest, '…'];
}

function writtenNames(env: LaunchRequest['env']): string[] {
  return fitting(Object.keys(env).sort(), namesLimitBytes);
}

/** The first words that fit into so many bytes of JSON. */
function fitting(words: readonly string[], limitBytes: number): string[] {
  let bytes = 0;
  const end = words.findIndex((word) => {
    bytes += jsonBytes(word) + 1;
    return bytes > limitBytes;
  });
  return end === -1 ? [...words] : words.slice(0, end);
}
