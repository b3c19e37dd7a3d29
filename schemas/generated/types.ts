// Made by scripts/generate-schemas.ts from the JSON Schemas beside it. Do not edit.

/**
 * What every line of a journal says about itself, whatever its type.
 */
export interface Envelope {
  /**
   * Wall clock in UTC, for people; file order is the order.
   */
  at: string;
  type: string;
  process: string;
  /**
   * Role and writer id, new for each writing OS process.
   */
  by: string;
  /**
   * 1, 2, 3… per writer; `by` and `n` together are the event's identity.
   */
  n: number;
  data: {
    [k: string]: unknown;
  };
  /**
   * When this was written, the first `offset` bytes of the file had this SHA-256 (first 32 hex digits).
   *
   * @minItems 2
   * @maxItems 2
   */
  seen: [number, string];
  /**
   * Format version, raised only by an incompatible change.
   */
  v: number;
}

/**
 * Somebody asked for a launch: the whole spec, as redacted. The first line of every journal.
 */
export interface LaunchRequestedData {
  kind: "command" | "workflow" | "agent";
  /**
   * What the launch is shown and compared as.
   */
  type: string;
  name: string | null;
  /**
   * argv, secrets replaced by ***.
   *
   * @minItems 1
   * @maxItems 16384
   */
  command: [string, ...string[]];
  cwd: string;
  /**
   * Names of the environment that the command was given; values are never journaled.
   *
   * @maxItems 8192
   */
  envNames: string[];
  prompt: string | null;
  tags: {
    [k: string]: string;
  };
  limits: {
    timeoutMs: number | null;
    maxOutputBytes: number | null;
    onMaxOutput: "truncate" | "stop";
    minFreeDiskBytes: number;
  };
  patterns: {
    progress: string | null;
  };
  /**
   * Where stdout and stderr go; relative to the project root if below it.
   */
  output: string;
  host: string;
  user: string;
  bootId: string;
  tty: string | null;
  session: number | null;
  /**
   * Display, bus and runtime folder addresses only: where a desktop notice must go.
   */
  notifyEnv: {
    [k: string]: string;
  };
  git: {
    commit: string | null;
    branch: string | null;
    dirty: boolean;
  } | null;
  /**
   * Version of the Python engine that runs it, null where none does.
   */
  engineVersion: string | null;
  /**
   * Version of tapps-agents that launched it.
   */
  version: string;
  /**
   * The process that writes this; while it lives, a launch without a supervisor is not lost yet.
   */
  launcherPid: number;
  /**
   * Tells that pid from a later process with the same number.
   */
  launcherStartToken: string;
  rerunOf?: string;
}

/**
 * The pre-flight checks were run.
 */
export interface LaunchValidatedData {
  valid: boolean;
  strict: boolean;
  durationMs: number;
  /**
   * @maxItems 200
   */
  checks: {
    name: string;
    ok: boolean;
    severity: "error" | "warning";
    message: string;
    hint: string;
  }[];
}

/**
 * The command has ended; terminal unless it will be tried again.
 */
export interface ProcessExitedData {
  code: number | null;
  signal: string | null;
  attempt: number;
  willRetry: boolean;
  durationMs: number;
  outputBytes: number;
  usage: {
    cpuPercent: number | null;
    peakMemoryBytes: number | null;
  };
}

/**
 * The command's whole tree was alive and measured.
 */
export interface ProcessHeartbeatData {
  /**
   * The command.
   */
  pid: number;
  cpuPercent: number | null;
  memoryBytes: number | null;
  /**
   * Living members of the tree.
   */
  processes: number;
  /**
   * Since the start, by a clock that ignores wall-clock jumps.
   */
  elapsedMs: number;
  /**
   * Written so far, truncated bytes included.
   */
  outputBytes: number;
  /**
   * Since the output last grew.
   */
  silentMs: number;
}

/**
 * A detached supervisor was started for it.
 */
export interface ProcessLaunchedData {
  /**
   * The supervisor.
   */
  supervisorPid: number;
  /**
   * Tells that pid from a later process with the same number.
   */
  supervisorStartToken: string;
}

/**
 * It is gone and nobody saw how it ended.
 */
export interface ProcessLostData {
  reason: "supervisor_died" | "machine_restarted" | "never_started";
  lastSeenAt: string | null;
}

/**
 * The command left a remark with `bg emit note`.
 */
export interface ProcessNotedData {
  message: string;
}

/**
 * The command told how far it is.
 */
export interface ProcessProgressedData {
  percent?: number;
  step?: number;
  steps?: number;
  label?: string;
  /**
   * The line it was read from, redacted; null when it came through `bg emit`.
   */
  line: string | null;
  /**
   * Where in the output, counted from the first byte ever written.
   */
  offset: number | null;
}

/**
 * The command could not be executed; never said of a command that itself exits 126 or 127.
 */
export interface ProcessSpawnFailedData {
  code: string;
  message: string;
}

/**
 * The command's process exists, held at the gate until this line was on disk.
 */
export interface ProcessStartedData {
  /**
   * The command, also its process group and session.
   */
  pid: number;
  /**
   * Tells that pid from a later process with the same number.
   */
  startToken: string;
  /**
   * The supervisor.
   */
  supervisorPid: number;
  /**
   * Tells that pid from a later process with the same number.
   */
  supervisorStartToken: string;
  attempt: number;
}

/**
 * Somebody, or a limit, asked for its end: written before the first signal.
 */
export interface ProcessStopRequestedData {
  signal: string;
  graceMs: number;
  reason: string | null;
  by: "user" | "timeout" | "output_limit";
}

/**
 * Something is worth knowing that ends nothing.
 */
export interface ProcessWarnedData {
  /**
   * left_running, output_truncated, output_unscanned, events_dropped, disk_low, supervisor_fault, survived_stop …
   */
  kind: string;
  message: string;
  line?: string;
  offset?: number;
  bytes?: number;
  /**
   * @maxItems 64
   *
   * Items: A process that lives on.
   */
  pids?: number[];
}

/**
 * The part of .tapps-agents/config.yaml that is ours; other top-level keys belong to other programs and are left alone.
 */
export interface Config {
  background_processes?: {
    /**
     * Seconds between two heartbeats; default 30.
     */
    health_check_interval?: number;
    /**
     * Seconds after which a process is stopped; no limit unless set.
     */
    max_process_runtime?: number;
    /**
     * Folder for outputs, relative to the project root; default .tapps-agents/output.
     */
    output_dir?: string;
    /**
     * A size, as --max-output takes it without :stop; default 2GiB.
     */
    max_output?: string;
    /**
     * Free space that outputs must leave; default 200.
     */
    min_free_disk_mb?: number;
    [k: string]: unknown;
  } | null;
}

/**
 * What a launcher tells the supervisor it started, over a pipe: the spec with its secrets, which are never on disk.
 */
export interface SupervisionOrder {
  id: string;
  journal: string;
  output: string;
  reserve: string;
  /**
   * @minItems 1
   * @maxItems 65536
   */
  command: [string, ...string[]];
  cwd: string;
  env: {
    [k: string]: string;
  };
  marker: string;
  attempt: number;
  heartbeatMs: number;
  timeoutMs: number | null;
  maxOutputBytes: number;
  onMaxOutput: "truncate" | "stop";
  minFreeDiskBytes: number;
  graceMs: number;
  progressPattern: string | null;
}

/**
 * What the supervisor answers, once it is proven whether the command runs.
 */
export interface SupervisionAnswer {
  outcome: "started" | "spawn_failed" | "failed";
  code?: string;
  message?: string;
}

/**
 * One process as `--json` prints it: unknown is null, never absent.
 */
export interface ProcessJson {
  id: string;
  name: string | null;
  type: string | null;
  kind: "command" | "workflow" | "agent" | null;
  status: "rejected" | "queued" | "running" | "completed" | "failed" | "stopped";
  reason:
    | null
    | "exit_code"
    | "signal"
    | "timeout"
    | "output_error"
    | "done_missing"
    | "blocked"
    | "lost"
    | "spawn_failed"
    | "artifact_missing"
    | "output_limit"
    | "validation"
    | "stopped";
  message: string | null;
  /**
   * @maxItems 16384
   */
  command: string[];
  cwd: string | null;
  prompt: string | null;
  tags: {
    [k: string]: string;
  };
  pid: number | null;
  supervisorPid: number | null;
  host: string | null;
  launchedAt: string | null;
  startedAt: string | null;
  endedAt: string | null;
  elapsedMs: number | null;
  exitCode: number | null;
  signal: string | null;
  attempt: number;
  progress: {
    percent: number | null;
    step: number | null;
    steps: number | null;
    label: string | null;
  };
  etaMs: number | null;
  health: "healthy" | "stalled" | "unsupervised" | "unknown" | "ended";
  usage: {
    cpuPercent: number | null;
    memoryBytes: number | null;
    peakMemoryBytes: number | null;
    processes: number | null;
  };
  lastHeartbeatAt: string | null;
  outputBytes: number | null;
  /**
   * @maxItems 1000
   */
  errors: string[];
  /**
   * @maxItems 1000
   */
  warnings: string[];
  /**
   * @maxItems 200
   */
  checks: {
    name: string;
    ok: boolean;
    severity: "error" | "warning";
    message: string;
    hint: string;
  }[];
  /**
   * @maxItems 1000
   */
  notified: {
    kind: string;
    channel: string;
    at: string;
  }[];
  /**
   * @maxItems 20
   */
  because: {
    type: string;
    at: string;
    offset: number;
  }[];
  journal: string;
  output: string | null;
  corruptLines: number;
}

/**
 * What `bg list --json` prints.
 */
export interface ListJson {
  /**
   * @maxItems 1000000
   */
  processes: ProcessJson[];
  watcher: {
    running: boolean;
    pid: number | null;
  };
}
/**
 * One process as `--json` prints it: unknown is null, never absent.
 */
export interface ProcessJson {
  id: string;
  name: string | null;
  type: string | null;
  kind: "command" | "workflow" | "agent" | null;
  status: "rejected" | "queued" | "running" | "completed" | "failed" | "stopped";
  reason:
    | null
    | "exit_code"
    | "signal"
    | "timeout"
    | "output_error"
    | "done_missing"
    | "blocked"
    | "lost"
    | "spawn_failed"
    | "artifact_missing"
    | "output_limit"
    | "validation"
    | "stopped";
  message: string | null;
  /**
   * @maxItems 16384
   */
  command: string[];
  cwd: string | null;
  prompt: string | null;
  tags: {
    [k: string]: string;
  };
  pid: number | null;
  supervisorPid: number | null;
  host: string | null;
  launchedAt: string | null;
  startedAt: string | null;
  endedAt: string | null;
  elapsedMs: number | null;
  exitCode: number | null;
  signal: string | null;
  attempt: number;
  progress: {
    percent: number | null;
    step: number | null;
    steps: number | null;
    label: string | null;
  };
  etaMs: number | null;
  health: "healthy" | "stalled" | "unsupervised" | "unknown" | "ended";
  usage: {
    cpuPercent: number | null;
    memoryBytes: number | null;
    peakMemoryBytes: number | null;
    processes: number | null;
  };
  lastHeartbeatAt: string | null;
  outputBytes: number | null;
  /**
   * @maxItems 1000
   */
  errors: string[];
  /**
   * @maxItems 1000
   */
  warnings: string[];
  /**
   * @maxItems 200
   */
  checks: {
    name: string;
    ok: boolean;
    severity: "error" | "warning";
    message: string;
    hint: string;
  }[];
  /**
   * @maxItems 1000
   */
  notified: {
    kind: string;
    channel: string;
    at: string;
  }[];
  /**
   * @maxItems 20
   */
  because: {
    type: string;
    at: string;
    offset: number;
  }[];
  journal: string;
  output: string | null;
  corruptLines: number;
}

/**
 * What a launch prints with `--json`, also a refused one.
 */
export interface LaunchJson {
  success: boolean;
  id: string | null;
  status: string | null;
  output: string | null;
  journal: string | null;
  monitorCommand: string | null;
  /**
   * @maxItems 200
   */
  checks: {
    name: string;
    ok: boolean;
    severity: "error" | "warning";
    message: string;
    hint: string;
  }[];
  /**
   * @maxItems 200
   */
  errors: string[];
}

/**
 * What any command prints with `--json` when it could not do it.
 */
export interface ErrorJson {
  error: {
    code: string;
    message: string;
    hint: string | null;
  };
}

/** The envelope around the data of one event type. */
export type EventOf<Type extends string, Data> = Omit<Envelope, 'type' | 'data'> & { type: Type; data: Data };

/** Every event of the catalogue, told apart by its type. */
export type CatalogueEvent =
  | EventOf<'launch.requested', LaunchRequestedData>
  | EventOf<'launch.validated', LaunchValidatedData>
  | EventOf<'process.exited', ProcessExitedData>
  | EventOf<'process.heartbeat', ProcessHeartbeatData>
  | EventOf<'process.launched', ProcessLaunchedData>
  | EventOf<'process.lost', ProcessLostData>
  | EventOf<'process.noted', ProcessNotedData>
  | EventOf<'process.progressed', ProcessProgressedData>
  | EventOf<'process.spawn_failed', ProcessSpawnFailedData>
  | EventOf<'process.started', ProcessStartedData>
  | EventOf<'process.stop_requested', ProcessStopRequestedData>
  | EventOf<'process.warned', ProcessWarnedData>;
