import type { Argv } from 'yargs';
import { flag, text, texts, wholeNumber } from './option-kinds.ts';
import type { Perform } from './perform.ts';

/** `bg run` and its options. */
export function addRunCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'run',
    'launch any command in the background: bg run [options] -- command…',
    (run: Argv) =>
      run
        .usage('$0 bg run [options] -- <command> [args…]')
        .options(runOptions)
        .example('$0 bg run -- make test', 'returns at once, with the id')
        .example('$0 bg run --name nightly --timeout 90m -- ./build.sh', 'stopped after 90 minutes')
        .example('$0 bg run --wait -- npm test', 'stays, and exits with its code'),
    (args) => perform(async (hands) => (await import('./run.ts')).run(args, hands)),
  );
}

/** `bg rerun` and its options. */
export function addRerunCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'rerun <id>',
    'launch the same again, under a new id',
    (rerun: Argv) =>
      rerun
        .positional('id', {
          type: 'string',
          demandOption: true,
          describe: 'prefix of an id, a --name, @last …',
        })
        .options(rerunOptions)
        .example('$0 bg rerun @last-failed', 'under the environment of now')
        .example('$0 bg rerun @last-failed --resume', 'finished steps are not run again'),
    (args) => perform(async (hands) => (await import('./rerun.ts')).rerun(args, hands)),
  );
}

/** The other ways to launch: workflows and agents. */
export function addWorkflowCommands(parser: Argv, perform: Perform): Argv {
  return parser
    .command(
      'simple-mode <workflow>',
      'launch a workflow by its short name: full, build, fix, review, test …',
      (mode: Argv) =>
        mode
          .positional('workflow', {
            type: 'string',
            demandOption: true,
            describe: 'full, build, fix, review, test …',
          })
          .options(workflowOptions)
          .example('$0 simple-mode full --prompt "Add login" --auto', 'returns at once, with the id'),
      (args) =>
        perform(async (hands) => (await import('./workflow.ts')).workflow('simple-mode', args, hands)),
    )
    .command(
      'workflow <workflow>',
      'launch a preset or a workflow file',
      (flow: Argv) =>
        flow
          .positional('workflow', {
            type: 'string',
            demandOption: true,
            describe: 'a preset, or a YAML file',
          })
          .options(workflowOptions)
          .example('$0 workflow release.yaml', 'its steps in their order, each checked')
          .example('$0 workflow quality --prompt "src/auth"', 'a preset'),
      (args) => perform(async (hands) => (await import('./workflow.ts')).workflow('workflow', args, hands)),
    )
    .command(
      'agent <agent> <action> [words..]',
      'launch one agent',
      (one: Argv) =>
        one
          .usage('$0 agent <agent> <action> [words…]')
          .positional('agent', { type: 'string', demandOption: true, describe: 'reviewer, tester …' })
          .positional('action', { type: 'string', demandOption: true, describe: 'what it is to do' })
          .positional('words', { type: 'string', array: true, describe: 'for the agent' })
          .options(agentOptions)
          .example('$0 agent reviewer review src/auth.ts', 'returns at once, with the id'),
      (args) => perform(async (hands) => (await import('./agent.ts')).agent(args, hands)),
    );
}

const promptOptions = {
  prompt: text('what is to be done'),
  file: text('a file that the engine is to look at'),
  auto: flag('ask nothing on the way'),
} as const;

const presentationOptions = {
  queue: flag('wait for a free slot instead of being refused'),
  after: text('start when that process has completed: an id, a --name, @last …'),
  strict: flag('warnings refuse the launch too'),
  'no-validate': flag('launch without these checks; the journal says so'),
  wait: flag('stay until the end and exit with its code'),
  quiet: flag('print the id alone'),
  'dry-run': flag('check only: launch nothing, write nothing'),
} as const;

const launchOptions = {
  name: text('a name to call it by'),
  cwd: text('working folder of the command'),
  env: texts('K=V for its environment; never written down'),
  tag: texts('k=v to find it by'),
  timeout: text('stop it after 90m, 2h …'),
  progress: text('pattern with groups percent, step, steps, label'),
  'fail-on': text('pattern: a line of output that matches makes it a failure'),
  'done-on': text('pattern: without a line that matches it has not done its work'),
  'success-codes': text('exit codes that mean success: 0,130'),
  retries: wholeNumber('--retries', 'try it again so many times if it fails'),
  'retry-delay': text('wait so long in between; default 10s'),
  'stall-after': text('call it stalled when nothing moved for 10m …'),
  'wait-tree': flag('it ends when all that it started has ended'),
  'max-output': text('budget of its output, 2GiB[:stop]; the newest half is kept'),
  'require-file': texts('refuse unless this file is there; globs too'),
  'require-tool': texts(
    'refuse unless found: "python3>=3.12", python:tiktoken, npm:typescript, port:8080 (free)',
  ),
  'require-env': texts('refuse unless this variable is set'),
  ...presentationOptions,
} as const;

export const rerunOptions = {
  resume: flag('begin with the first unfinished step of a workflow'),
  ...presentationOptions,
} as const;

export const workflowOptions = { ...promptOptions, ...launchOptions } as const;

export const agentOptions = { prompt: promptOptions.prompt, ...launchOptions } as const;

export const runOptions = {
  type: text("what it is shown as; default the command's base name"),
  ...launchOptions,
} as const;
