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
 * The last event of an archived journal: what it was made of. Dated as the event before it, so that the bytes repeat.
 */
export interface JournalArchivedData {
  /**
   * Of all bytes of the original.
   */
  sha256: string;
  /**
   * Events of the original.
   */
  events: number;
  /**
   * Heartbeats that a plot does not need, second copies, and what was no event.
   */
  dropped: number;
}

/**
 * The same spec was launched again, as another process.
 */
export interface LaunchRepeatedData {
  /**
   * Id of the newer process.
   */
  as: string;
  /**
   * It began with the first step that was not finished.
   */
  resumed: boolean;
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
    /**
     * Quiet for longer than this, and than good runs before it ever were, is a stall. Absent where unknown.
     */
    stallAfterMs?: number;
    /**
     * Attempts after the first. Absent: none.
     */
    retries?: number;
    /**
     * Between two attempts.
     */
    retryDelayMs?: number;
  };
  patterns: {
    progress: string | null;
    /**
     * A line of output that matches makes the process a failure, whatever it exits with.
     */
    failOn?: string;
    /**
     * Without a line that matches, it is not completed.
     */
    doneOn?: string;
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
  /**
   * What was declared to be needed: file:F, env:K, python:M, npm:P, port:N, or a tool with a range. Absent where nothing was.
   *
   * @maxItems 200
   */
  requires?: string[];
  rerunOf?: string;
  /**
   * Exit codes that mean success. Absent: 0 alone.
   *
   * @minItems 1
   * @maxItems 256
   */
  successCodes?: [number, ...number[]];
  /**
   * The end of the whole tree is the end of the process. Absent: no.
   */
  waitTree?: boolean;
  /**
   * The process that must complete before this one starts.
   */
  after?: string;
  /**
   * SHA-256 of the configuration file, first 32 hex digits. Absent where there is none.
   */
  configHash?: string;
}

/**
 * The pre-flight checks were run, or skipped as asked.
 */
export interface LaunchValidatedData {
  valid: boolean;
  strict: boolean;
  /**
   * True where the user wanted no validation: only what this program relies on was checked.
   */
  skipped?: boolean;
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
 * Somebody could not be told.
 */
export interface NotificationFailedData {
  kind: "completed" | "failed" | "stalled" | "progress" | "unsupervised";
  channel: "desktop" | "terminal" | "log" | "command";
  title: string;
  message: string;
  /**
   * Which stall, or at what percentage: a notice of the same kind may be told more than once.
   */
  episode?: number;
  /**
   * Whoever was telling it died before it was written down, so it may have been told before.
   */
  repeat?: boolean;
  outcome: "failed" | "timeout" | "unsupported";
  error: string;
}

/**
 * Somebody was told.
 */
export interface NotificationSentData {
  kind: "completed" | "failed" | "stalled" | "progress" | "unsupervised";
  channel: "desktop" | "terminal" | "log" | "command";
  title: string;
  message: string;
  /**
   * Which stall, or at what percentage: a notice of the same kind may be told more than once.
   */
  episode?: number;
  /**
   * Whoever was telling it died before it was written down, so it may have been told before.
   */
  repeat?: boolean;
}

/**
 * The output was removed.
 */
export interface OutputRemovedData {
  bytes: number;
  reason: string;
}

/**
 * The verdict: it did what it was to do.
 */
export interface ProcessCompletedData {
  reason: null;
  message: string | null;
  /**
   * The events that make the verdict what it is.
   *
   * @maxItems 64
   */
  evidence: {
    type: string;
    at: string;
    offset: number;
  }[];
  summary: {
    /**
     * From the first start to the end. Null where nothing started, or nobody knows.
     */
    durationMs: number | null;
    attempts: number;
    /**
     * @maxItems 200
     */
    steps: {
      step: string;
      status: "running" | "finished" | "failed" | "skipped";
      durationMs: number | null;
    }[];
    peakMemoryBytes: number | null;
    cpuPercent: number | null;
    outputBytes: number | null;
    warnings: number;
    errorLines: number;
  };
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
  /**
   * What the kernel said of memory while the command ran. Absent where nothing could be read.
   */
  memory?: {
    /**
     * The lowest limit of the control groups that it was in.
     */
    limitBytes: number | null;
    /**
     * Processes of its own control group that the kernel killed for want of memory meanwhile.
     */
    oomKills: number | null;
    /**
     * The same of the whole machine.
     */
    machineOomKills: number | null;
  };
}

/**
 * The verdict: it did not.
 */
export interface ProcessFailedData {
  reason:
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
    | "stopped";
  message: string | null;
  /**
   * The events that make the verdict what it is.
   *
   * @maxItems 64
   */
  evidence: {
    type: string;
    at: string;
    offset: number;
  }[];
  summary: {
    /**
     * From the first start to the end. Null where nothing started, or nobody knows.
     */
    durationMs: number | null;
    attempts: number;
    /**
     * @maxItems 200
     */
    steps: {
      step: string;
      status: "running" | "finished" | "failed" | "skipped";
      durationMs: number | null;
    }[];
    peakMemoryBytes: number | null;
    cpuPercent: number | null;
    outputBytes: number | null;
    warnings: number;
    errorLines: number;
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
  /**
   * Since output, processor time or input and output of the whole tree last moved. Absent where it cannot be measured.
   */
  idleMs?: number;
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
 * A remark: of the command, with `bg emit note`, or of its supervisor, which saw the line that says that the work is done.
 */
export interface ProcessNotedData {
  message: string;
  kind?: "done_on";
  line?: string;
  offset?: number;
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
 * The launch waits: for a free slot, or for another process to complete.
 */
export interface ProcessQueuedData {
  reason: "limit" | "after";
  /**
   * The process that it waits for.
   */
  after?: string;
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
 * The verdict: somebody ended it.
 */
export interface ProcessStoppedData {
  reason: "stopped";
  message: string | null;
  /**
   * The events that make the verdict what it is.
   *
   * @maxItems 64
   */
  evidence: {
    type: string;
    at: string;
    offset: number;
  }[];
  summary: {
    /**
     * From the first start to the end. Null where nothing started, or nobody knows.
     */
    durationMs: number | null;
    attempts: number;
    /**
     * @maxItems 200
     */
    steps: {
      step: string;
      status: "running" | "finished" | "failed" | "skipped";
      durationMs: number | null;
    }[];
    peakMemoryBytes: number | null;
    cpuPercent: number | null;
    outputBytes: number | null;
    warnings: number;
    errorLines: number;
  };
}

/**
 * Something is worth knowing that ends nothing.
 */
export interface ProcessWarnedData {
  /**
   * error_line, fail_on, stalled, moving, unsupervised, left_running, output_truncated, output_unscanned, events_dropped, disk_low, supervisor_fault, survived_stop, blocked …
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
 * An attempt of a step failed.
 */
export interface StepFailedData {
  /**
   * Id of the step in its workflow.
   */
  step: string;
  /**
   * Its place in the file, from 1.
   */
  index: number;
  steps: number;
  /**
   * Counts every start of this step in this run, also by gates that send back.
   */
  attempt: number;
  durationMs: number;
  reason: "exit_code" | "signal" | "timeout" | "spawn_failed" | "artifact_missing" | "gate";
  message: string;
  /**
   * Artifacts that it promised and did not make.
   *
   * @maxItems 200
   */
  missing: string[];
  /**
   * Exit code of its last command; null if a signal ended it or it could not be started.
   */
  code: number | null;
  willRetry: boolean;
}

/**
 * A step ended well: its command succeeded and what it promised is there.
 */
export interface StepFinishedData {
  /**
   * Id of the step in its workflow.
   */
  step: string;
  /**
   * Its place in the file, from 1.
   */
  index: number;
  steps: number;
  /**
   * Counts every start of this step in this run, also by gates that send back.
   */
  attempt: number;
  durationMs: number;
  /**
   * Artifacts that are there now, as the workflow names them.
   *
   * @maxItems 200
   */
  made: string[];
  /**
   * Exit code of its last command; null if a signal ended it or it could not be started.
   */
  code: number | null;
  /**
   * What it reported through TAPPS_STEP_RESULT, as JSON.
   */
  result?: string;
  /**
   * How its gate decided, and which step comes next by it.
   */
  gate?: {
    passed: boolean;
    condition: string;
    target: string | null;
  };
}

/**
 * A step was not run.
 */
export interface StepSkippedData {
  /**
   * Id of the step in its workflow.
   */
  step: string;
  /**
   * Its place in the file, from 1.
   */
  index: number;
  steps: number;
  /**
   * done_before: an earlier run that this one resumes finished it.
   */
  reason: "done_before" | "optional_failed" | "not_possible";
  message?: string;
}

/**
 * A step of a workflow began.
 */
export interface StepStartedData {
  /**
   * Id of the step in its workflow.
   */
  step: string;
  /**
   * Its place in the file, from 1.
   */
  index: number;
  steps: number;
  agent?: string;
  action?: string;
  /**
   * Counts every start of this step in this run, also by gates that send back.
   */
  attempt: number;
}

/**
 * The watcher goes on in another way.
 */
export interface WatcherChangedData {
  /**
   * Told by the file system, or by looking every two seconds alone.
   */
  mode: "events" | "sweep";
  message: string;
}

/**
 * The watcher ended in good order.
 */
export interface WatcherEndedData {
  reason: "idle" | "asked" | "once" | "replaced" | "gone";
}

/**
 * A rule threw, or its effect could not be carried out; the others went on.
 */
export interface WatcherFaultedData {
  rule: string;
  /**
   * The process that it was about.
   */
  subject: string | null;
  message: string;
}

/**
 * A watcher began to watch a project. Stands in the journal of the watcher only.
 */
export interface WatcherStartedData {
  pid: number;
  startToken: string;
  /**
   * Told by the file system, or by looking every two seconds alone.
   */
  mode: "events" | "sweep";
  version: string;
}

/**
 * The last word of the step runner: how the workflow ended.
 */
export interface WorkflowFinishedData {
  outcome: "completed" | "failed" | "blocked" | "artifact_missing";
  message: string | null;
  /**
   * The step that decided the outcome, if one did.
   */
  step: string | null;
  /**
   * Artifacts that were not there.
   *
   * @maxItems 200
   */
  missing: string[];
  finished: number;
  steps: number;
}

/**
 * The part of .tapps-agents/config.yaml that is ours; other top-level keys belong to other programs and are left alone.
 */
export interface Config {
  /**
   * Everything about background processes.
   */
  background_processes?: {
    /**
     * Check before each launch; default true.
     */
    validation_enabled?: boolean;
    /**
     * A warning stops a launch as well; default false.
     */
    strict_validation?: boolean;
    /**
     * Start the watcher by itself when something is launched; default true.
     */
    monitoring_enabled?: boolean;
    /**
     * Time between two heartbeats (seconds, or a duration like 30s); default 30.
     */
    health_check_interval?: number | string;
    /**
     * The watcher, which finds ends and tells them.
     */
    watch?: {
      /**
       * The watcher ends by itself when nothing has run for so long (seconds, or a duration like 1m); default 60.
       */
      idle_exit?: number | string;
    } | null;
    /**
     * Days after which what completed is removed; 0: never; default 7.
     */
    auto_cleanup_days?: number;
    /**
     * Who is told what, and how.
     */
    notifications?: {
      /**
       * Notices of the desktop; default true.
       */
      desktop_enabled?: boolean;
      /**
       * A line on the terminal that a process was launched from; default true.
       */
      terminal_enabled?: boolean;
      /**
       * Also tell progress; default false.
       */
      progress_enabled?: boolean;
      /**
       * Percent between two notices of progress; default 25.
       */
      progress_interval?: number;
      /**
       * Tell only what went wrong; default false.
       */
      only_failures?: boolean;
      /**
       * Say nothing of what ended well within this time (seconds, or a duration like 10s); unset: everything is told.
       */
      min_duration?: number | string;
      /**
       * A program and its arguments, run for each notice.
       *
       * @minItems 1
       * @maxItems 1000
       */
      command?: [string, ...string[]];
      /**
       * Use the notification sequences of the terminal itself; default false.
       */
      terminal_sequences?: boolean;
    } | null;
    /**
     * Processes that may run at the same time; default 3.
     */
    max_concurrent_processes?: number;
    /**
     * Time after which a process is stopped (seconds, or a duration like 8h); no limit unless set.
     */
    max_process_runtime?: number | string;
    /**
     * Folder for outputs, relative to the project root; default .tapps-agents/output.
     */
    output_dir?: string;
    /**
     * A size, as --max-output takes it without :stop; default 2GiB.
     */
    max_output?: string;
    /**
     * Free space in MiB that outputs must leave; default 200.
     */
    min_free_disk_mb?: number;
    /**
     * Archive a journal before it is removed; default false.
     */
    archive_before_cleanup?: boolean;
    /**
     * @deprecated
     * Accepted and not used: journals took the place of the database.
     */
    process_db?: string;
    /**
     * What holds for processes of one type, by its name.
     */
    types?: {
      /**
       * What holds for processes of this type.
       */
      [k: string]: {
        /**
         * What must be there before a launch, one text each.
         *
         * @maxItems 1000
         */
        requires?: string[];
        /**
         * A pattern: an output line that matches makes the process a failure.
         */
        fail_on?: string;
        /**
         * A pattern: without an output line that matches, the work is not done.
         */
        done_on?: string;
        /**
         * A pattern with a group named percent, step, steps or label.
         */
        progress?: string;
        /**
         * A process without output, CPU time and I/O for so long counts as stalled (seconds, or a duration like 10m).
         */
        stall_after?: number | string;
        /**
         * Launch only from a git tree without uncommitted changes.
         */
        clean_tree?: boolean;
      } | null;
    } | null;
  } | null;
  /**
   * Agents by name; keys beside command belong to the engine.
   */
  agents?: {
    [k: string]: {
      /**
       * The program of this agent and its arguments.
       *
       * @minItems 1
       * @maxItems 1000
       */
      command?: [string, ...string[]];
      [k: string]: unknown;
    } | null;
  } | null;
  /**
   * Workflow files by name.
   */
  workflows?: {
    /**
     * Path of a workflow file, relative to the project root.
     */
    [k: string]:
      | string
      | {
          /**
           * Path of the workflow file, relative to the project root.
           */
          file: string;
        };
  } | null;
  /**
   * How the Python engine is run.
   */
  engine?: {
    /**
     * The Python that runs the engine; default python3.
     */
    python?: string;
    [k: string]: unknown;
  } | null;
  /**
   * The engine's; checked, because it does not start with numbers that cannot be.
   */
  scoring?: {
    /**
     * Weights of the engine; together 1.
     */
    weights?: {
      [k: string]: number;
    } | null;
    thresholds?: {
      /**
       * A threshold of the engine, 0 to 100.
       */
      [k: string]: number;
    } | null;
    [k: string]: unknown;
  } | null;
}

/**
 * The part of .tapps-agents/experts.yaml that a run of the engine cannot do without.
 */
export interface Experts {
  experts: {
    expert_id: string;
    expert_name: string;
    primary_domain: string;
    [k: string]: unknown;
  }[];
  [k: string]: unknown;
}

/**
 * Shown as the type of the process.
 */
export type WorkflowFileId = string;
export type WorkflowFileId1 = string;
/**
 * @maxItems 200
 */
export type WorkflowFileArtifacts = string[] | null;
export type WorkflowFileGate = {
  condition: string;
  on_pass?: string | null;
  on_fail?: string | null;
  /**
   * How often on_fail is taken; default 3.
   */
  limit?: number;
} | null;

/**
 * The part of a workflow file below `workflow:`. What hangs together between steps is checked by src/workflow.
 */
export interface WorkflowFile {
  id: WorkflowFileId;
  name?: string;
  description?: string | null;
  version?: string | number;
  /**
   * greenfield or brownfield; a label.
   */
  type?: string;
  settings?: {
    [k: string]: unknown;
  } | null;
  metadata?: {
    [k: string]: unknown;
  } | null;
  auto_detect?: boolean | null;
  steps: WorkflowFileStep[];
}
export interface WorkflowFileStep {
  id: WorkflowFileId1;
  agent?: string | null;
  action?: string | null;
  /**
   * A command: a list of words, or one text that is split into words. No shell reads it.
   *
   * @minItems 1
   * @maxItems 1000
   */
  run?: string | [string, ...string[]] | null;
  /**
   * A duration like 90m, for one attempt.
   */
  timeout?: string | null;
  retries?: number;
  requires?: WorkflowFileArtifacts;
  creates?: WorkflowFileArtifacts;
  condition?: "required" | "optional" | "conditional";
  next?: string | null;
  gate?: WorkflowFileGate;
  name?: string | null;
  description?: string | null;
  context_tier?: number | null;
  scoring?: {
    [k: string]: unknown;
  } | null;
  consults?: unknown[] | null;
  optional_steps?: unknown[] | null;
  notes?: string | unknown[] | null;
  repeats?: boolean | number | null;
  metadata?: {
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
  /**
   * The command is the Python engine with a whole workflow: its lines tell what its exit code may not.
   */
  isEngine: boolean;
  /**
   * Folder of the project.
   */
  root: string;
  /**
   * File of the watcher's program; null: none is to be started.
   */
  watcher: string | null;
  failOn: string | null;
  doneOn: string | null;
  /**
   * @minItems 1
   * @maxItems 256
   */
  successCodes: [number, ...number[]];
  retries: number;
  retryDelayMs: number;
  waitTree: boolean;
  /**
   * The process that must complete first.
   */
  after: string | null;
  /**
   * How many may run at once; null: it is not counted.
   */
  slots: {
    limit: number;
    /**
     * Taken by the launcher already; null: take one when its turn has come.
     */
    ticket: number | null;
  } | null;
}

/**
 * What the supervisor answers, once it is proven whether the command runs.
 */
export interface SupervisionAnswer {
  outcome: "started" | "queued" | "spawn_failed" | "failed";
  code?: string;
  message?: string;
}

/**
 * What one consumer of `bg inbox` was told: `run/inbox/<consumer>.json`.
 */
export interface InboxCursor {
  v: number;
  /**
   * @maxItems 1000000
   */
  told: InboxTold[];
  /**
   * The batch that is being told: if whoever tells it dies, it is told again.
   *
   * @maxItems 10000
   */
  pending: InboxNews[];
}
/**
 * What was told of one process.
 */
export interface InboxTold {
  process: string;
  ended: boolean;
  /**
   * The newest stall that was told.
   */
  stalls: number;
}
/**
 * An event, with what finds and words it.
 */
export interface InboxNews {
  process: string;
  /**
   * What happened.
   */
  kind: "completed" | "failed" | "stopped" | "stalled";
  /**
   * What the process is when this is told: a stall may be over by then.
   */
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
   * When it ended or stalled; of an end that nobody saw, the last sign of life.
   */
  at: string | null;
  /**
   * It may have been told before.
   */
  repeat: boolean;
  of: "command" | "workflow" | "agent";
  /**
   * Which stall of the process; 0 for its end.
   */
  episode: number;
}

/**
 * The one line of `history/YYYY-MM/<id>.manifest`: which bytes an archived journal was made of, and which it is.
 */
export interface ArchiveManifest {
  process: string;
  /**
   * Of the launch, in UTC.
   */
  month: string;
  /**
   * The journal as it was.
   */
  original: {
    sha256: string;
    bytes: number;
    events: number;
  };
  /**
   * The file in the history.
   */
  archived: {
    sha256: string;
    bytes: number;
    events: number;
  };
  /**
   * Version of this shape.
   */
  v: number;
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
  /**
   * Null in a list of the past (`--at`): whether one ran then is not known.
   */
  watcher: {
    running: boolean;
    pid: number | null;
    since: string | null;
    mode: null | "events" | "sweep";
  } | null;
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

/**
 * What `bg doctor --json` prints.
 */
export interface DoctorJson {
  /**
   * No check found an error.
   */
  healthy: boolean;
  /**
   * @maxItems 100000
   */
  checks: {
    name: string;
    ok: boolean;
    severity: "error" | "warning";
    message: string;
    hint: string;
  }[];
  /**
   * @maxItems 100000
   */
  settings: {
    key: string;
    /**
     * Times in seconds. Null: not set, or set by a variable, whose value is never shown.
     */
    value: null | boolean | number | string | string[];
    /**
     * `default`, `project file …:3`, `user file …:3`, `environment NAME`.
     */
    origin: string;
  }[];
}

/**
 * What `init --json` prints: the files that are new, and those that were there and were left as they are.
 */
export interface InitJson {
  /**
   * @maxItems 100
   */
  written: string[];
  /**
   * @maxItems 100
   */
  kept: string[];
}

/**
 * What `bg inbox --json` prints: what this consumer has not been told yet, oldest first.
 */
export interface InboxJson {
  /**
   * @maxItems 10000
   */
  events: InboxEvent[];
}
/**
 * A process ended, or stalled.
 */
export interface InboxEvent {
  process: string;
  /**
   * What happened.
   */
  kind: "completed" | "failed" | "stopped" | "stalled";
  /**
   * What the process is when this is told: a stall may be over by then.
   */
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
   * When it ended or stalled; of an end that nobody saw, the last sign of life.
   */
  at: string | null;
  /**
   * It may have been told before.
   */
  repeat: boolean;
}

/**
 * What `bg cleanup --json` prints: what was removed, or with `--dry-run` would be, and what could not be.
 */
export interface CleanupJson {
  dryRun: boolean;
  /**
   * @maxItems 1000000
   */
  removed: {
    id: string;
    name: string | null;
    type: string | null;
    status: string;
    endedAt: string | null;
    outputBytes: number;
    archived: string | null;
  }[];
  /**
   * @maxItems 1000000
   */
  failed: {
    id: string;
    message: string;
  }[];
}

/**
 * What `bg archive --json` prints: what was archived, or with `--dry-run` would be, what was archived already, and what could not be.
 */
export interface ArchiveJson {
  dryRun: boolean;
  /**
   * @maxItems 1000000
   */
  archived: {
    id: string;
    name: string | null;
    type: string | null;
    status: string;
    endedAt: string | null;
    /**
     * Where it lies now; null with `--dry-run`.
     */
    journal: string | null;
    /**
     * Of the original; null with `--dry-run`, as the three below.
     */
    events: number | null;
    dropped: number | null;
    originalBytes: number | null;
    archivedBytes: number | null;
  }[];
  /**
   * Ids that were asked for and lie in the history.
   *
   * @maxItems 1000000
   */
  already: string[];
  /**
   * @maxItems 1000000
   */
  failed: {
    id: string;
    message: string;
  }[];
}

/**
 * What `bg why --json` prints: the shortest true explanation of how a process came to be as it is.
 */
export interface WhyJson {
  id: string;
  status: "rejected" | "queued" | "running" | "completed" | "failed" | "stopped";
  cause: {
    /**
     * Name of the rule that fits; stable.
     */
    rule: string;
    /**
     * The cause, as the first line says it.
     */
    line: string;
    /**
     * Recorded as a fact, read from what it said or measured, or not known.
     */
    certainty: "certain" | "likely" | "unknown";
    /**
     * Who sent the signal, as far as that can be said.
     */
    sender: string | null;
  };
  when: {
    at: string | null;
    /**
     * After the start of its last attempt.
     */
    intoMs: number | null;
  };
  /**
   * @maxItems 200
   */
  evidence: {
    kind: "output" | "journal" | "progress" | "heartbeat" | "memory" | "signal" | "warning";
    text: string;
    at: string | null;
    /**
     * Of output: in all that was ever written; of an event: in the journal.
     */
    offset: number | null;
    isDecisive: boolean;
  }[];
  lastGood: {
    id: string;
    at: string;
  } | null;
  /**
   * @maxItems 200
   */
  differences: {
    what: string;
    before: string;
    now: string;
  }[];
  /**
   * @maxItems 50
   */
  tries: {
    text: string;
    /**
     * To be pasted as it is: a command, or lines of the configuration.
     */
    paste: string | null;
  }[];
}

/**
 * What `bg summary --json` prints: key metrics of a run, so far where it still runs.
 */
export interface SummaryJson {
  id: string;
  name: string | null;
  type: string | null;
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
  launchedAt: string | null;
  /**
   * Of the first attempt.
   */
  startedAt: string | null;
  endedAt: string | null;
  /**
   * From the first start to the end, or until now.
   */
  durationMs: number | null;
  /**
   * From the launch to the first start. Null where it was refused or never started.
   */
  queuedMs: number | null;
  attempts: number;
  retries: number;
  percent: number | null;
  /**
   * @maxItems 200
   */
  steps: {
    step: string;
    name: string;
    index: number;
    status: "running" | "finished" | "failed" | "skipped" | "stopped";
    durationMs: number | null;
    /**
     * Of the time of the latest attempt.
     */
    sharePercent: number | null;
  }[];
  peakMemoryBytes: number | null;
  /**
   * Mean over the latest attempt, all of its processes together.
   */
  cpuPercent: number | null;
  outputBytes: number | null;
  /**
   * Of these, cut off at the front to keep the newest.
   */
  outputGoneBytes: number;
  warnings: number;
  /**
   * Lines of the output that tell an error.
   */
  errorLines: number;
  heartbeats: number;
  stalls: number;
  /**
   * Longest time in which neither output nor processor time nor I/O moved.
   */
  longestIdleMs: number | null;
}

/**
 * What `bg verify --json` prints: each journal that was checked, its hash, and what is off in it.
 */
export interface VerifyJson {
  /**
   * Nothing is damaged. Notes leave it true.
   */
  valid: boolean;
  /**
   * @maxItems 1000000
   */
  journals: VerifiedJournal[];
}
export interface VerifiedJournal {
  id: string;
  /**
   * Its path.
   */
  journal: string;
  valid: boolean;
  events: number;
  /**
   * SHA-256 of all complete lines, first 32 hex digits: keep it elsewhere, for `--expect`.
   */
  hash: string | null;
  /**
   * Why it could not be read at all.
   */
  unreadable: string | null;
  /**
   * @maxItems 20000
   */
  findings: VerifyFinding[];
}
export interface VerifyFinding {
  severity: "damage" | "note";
  kind:
    | "corrupt"
    | "healed"
    | "cut_tail"
    | "half_written"
    | "seen_fails"
    | "unattested"
    | "out_of_order"
    | "second_copy"
    | "second_end"
    | "first_event"
    | "empty"
    | "unknown_event"
    | "unexpected_hash"
    | "left_out";
  /**
   * Where it shows.
   */
  line: number;
  /**
   * The first line that it may be about: a `seen` that fails speaks of what stands before it.
   */
  fromLine: number;
  offset: number;
  detail: string;
}

/**
 * What `bg diff --json` prints: in what two runs differ.
 */
export interface DiffJson {
  a: {
    id: string;
    name: string | null;
    type: string | null;
    status: "rejected" | "queued" | "running" | "completed" | "failed" | "stopped";
    launchedAt: string | null;
    /**
     * From the first start to the end, or until now.
     */
    durationMs: number | null;
    attempts: number;
    archived: boolean;
  };
  b: {
    id: string;
    name: string | null;
    type: string | null;
    status: "rejected" | "queued" | "running" | "completed" | "failed" | "stopped";
    launchedAt: string | null;
    /**
     * From the first start to the end, or until now.
     */
    durationMs: number | null;
    attempts: number;
    archived: boolean;
  };
  /**
   * Whether one was launched again as the other.
   */
  relation: null | "same_process" | "b_repeats_a" | "a_repeats_b";
  /**
   * No difference but times and measures.
   */
  same: boolean;
  /**
   * In what they do not differ.
   *
   * @maxItems 20
   */
  alike: (
    | "command"
    | "specification"
    | "environment"
    | "configuration"
    | "git"
    | "versions"
    | "machine"
    | "steps"
    | "warnings"
    | "outcome"
    | "output"
  )[];
  /**
   * @maxItems 2000
   */
  differences: {
    theme: "specification" | "configuration" | "git" | "versions" | "machine" | "outcome";
    what: string;
    a: string | number | boolean | null;
    b: string | number | boolean | null;
  }[];
  /**
   * Words that differ, with their places from 0; null where the other has one more.
   *
   * @maxItems 32768
   */
  command: {
    placeA: number | null;
    placeB: number | null;
    a: string | null;
    b: string | null;
  }[];
  /**
   * Names; values are never journaled.
   */
  environment: {
    /**
     * @maxItems 8192
     */
    onlyA: string[];
    /**
     * @maxItems 8192
     */
    onlyB: string[];
  };
  /**
   * @maxItems 400
   */
  steps: {
    step: string;
    name: string;
    a: null | {
      index: number;
      status: "running" | "finished" | "failed" | "skipped" | "stopped";
      durationMs: number | null;
    };
    b: null | {
      index: number;
      status: "running" | "finished" | "failed" | "skipped" | "stopped";
      durationMs: number | null;
    };
    /**
     * b - a
     */
    differenceMs: number | null;
    differs: boolean;
  }[];
  stepsReordered: boolean;
  /**
   * @maxItems 10
   */
  measures: {
    what: "durationMs" | "queuedMs" | "peakMemoryBytes" | "cpuPercent" | "outputBytes";
    a: number | null;
    b: number | null;
    /**
     * They differ by half and more, and not by a trifle.
     */
    isMarked: boolean;
  }[];
  warnings: {
    /**
     * @maxItems 1000
     */
    onlyA: {
      kind: string;
      message: string;
    }[];
    /**
     * @maxItems 1000
     */
    onlyB: {
      kind: string;
      message: string;
    }[];
  };
  output: {
    result: "same" | "same_so_far" | "parts" | "not_comparable";
    /**
     * Lines that are alike, up to where they part.
     */
    lines: number;
    /**
     * Which attempts were compared.
     */
    attempts: "all" | "latest";
    a: {
      state: "whole" | "growing" | "truncated" | "unreadable" | "missing" | "removed" | "not_started";
      goneBytes: number;
      place: null | {
        /**
         * From 1.
         */
        line: number;
        /**
         * Where the line begins, counted from the first byte ever written.
         */
        offset: number;
        /**
         * The line without escape sequences, or what of a long one stands around the difference. Null where the output has ended.
         */
        text: string | null;
        /**
         * @maxItems 10
         */
        before: string[];
      };
    };
    b: {
      state: "whole" | "growing" | "truncated" | "unreadable" | "missing" | "removed" | "not_started";
      goneBytes: number;
      place: null | {
        /**
         * From 1.
         */
        line: number;
        /**
         * Where the line begins, counted from the first byte ever written.
         */
        offset: number;
        /**
         * The line without escape sequences, or what of a long one stands around the difference. Null where the output has ended.
         */
        text: string | null;
        /**
         * @maxItems 10
         */
        before: string[];
      };
    };
  };
}

/**
 * What `bg verify --archive --json` prints: each archived journal with all that is off, and files that nobody archived.
 */
export interface VerifyArchiveJson {
  valid: boolean;
  /**
   * @maxItems 1000000
   */
  journals: {
    id: string;
    journal: string;
    valid: boolean;
    events: number;
    /**
     * @maxItems 1000000
     */
    findings: {
      severity: "damage" | "note";
      kind: string;
      /**
       * Null where it is the whole file.
       */
      line: number | null;
      detail: string;
    }[];
  }[];
  /**
   * Files of the history that are neither an archived journal nor its manifest; they count as damage.
   *
   * @maxItems 1000000
   */
  foreign: string[];
}

/** The envelope around the data of one event type. */
export type EventOf<Type extends string, Data> = Omit<Envelope, 'type' | 'data'> & { type: Type; data: Data };

/** Every event of the catalogue, told apart by its type. */
export type CatalogueEvent =
  | EventOf<'journal.archived', JournalArchivedData>
  | EventOf<'launch.repeated', LaunchRepeatedData>
  | EventOf<'launch.requested', LaunchRequestedData>
  | EventOf<'launch.validated', LaunchValidatedData>
  | EventOf<'notification.failed', NotificationFailedData>
  | EventOf<'notification.sent', NotificationSentData>
  | EventOf<'output.removed', OutputRemovedData>
  | EventOf<'process.completed', ProcessCompletedData>
  | EventOf<'process.exited', ProcessExitedData>
  | EventOf<'process.failed', ProcessFailedData>
  | EventOf<'process.heartbeat', ProcessHeartbeatData>
  | EventOf<'process.launched', ProcessLaunchedData>
  | EventOf<'process.lost', ProcessLostData>
  | EventOf<'process.noted', ProcessNotedData>
  | EventOf<'process.progressed', ProcessProgressedData>
  | EventOf<'process.queued', ProcessQueuedData>
  | EventOf<'process.spawn_failed', ProcessSpawnFailedData>
  | EventOf<'process.started', ProcessStartedData>
  | EventOf<'process.stop_requested', ProcessStopRequestedData>
  | EventOf<'process.stopped', ProcessStoppedData>
  | EventOf<'process.warned', ProcessWarnedData>
  | EventOf<'step.failed', StepFailedData>
  | EventOf<'step.finished', StepFinishedData>
  | EventOf<'step.skipped', StepSkippedData>
  | EventOf<'step.started', StepStartedData>
  | EventOf<'watcher.changed', WatcherChangedData>
  | EventOf<'watcher.ended', WatcherEndedData>
  | EventOf<'watcher.faulted', WatcherFaultedData>
  | EventOf<'watcher.started', WatcherStartedData>
  | EventOf<'workflow.finished', WorkflowFinishedData>;
