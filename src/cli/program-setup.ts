import type { Argv } from 'yargs';
import { completableShells } from './completion-script.ts';
import { flag } from './option-kinds.ts';
import type { Perform } from './perform.ts';

/** `init`, which has two names: before anything was launched, nobody thinks of background processes. */
export function addInitCommand(parser: Argv, perform: Perform, name: 'init' | 'bg init'): Argv {
  return parser.command(
    'init',
    'write a commented configuration, ignore rules and an example workflow',
    (init: Argv) => init.example(`$0 ${name}`, 'in the project; what is there stays as it is'),
    () => perform(async (hands) => (await import('./init.ts')).init(hands)),
  );
}

/** `bg doctor` and its options. */
export function addDoctorCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'doctor',
    'what works here, what does not, and how to mend it',
    (doctor: Argv) =>
      doctor
        .options(doctorOptions)
        .example('$0 bg doctor', 'launches nothing, writes nothing')
        .example('$0 bg doctor --notify', 'shows that notices reach you')
        .example('$0 bg doctor --all', 'every setting, and where it comes from'),
    (args) => perform(async (hands) => (await import('./doctor.ts')).doctor(args, hands)),
  );
}

/** Prints what a shell reads to complete our words. */
export function addCompletionCommand(parser: Argv, perform: Perform): Argv {
  return parser.command(
    'completion [shell]',
    `completion for ${completableShells.join(', ')}; without a name for the one you use`,
    (completion: Argv) =>
      completion
        .positional('shell', { type: 'string', describe: completableShells.join(', ') })
        .example('$0 completion bash >> ~/.bashrc', 'commands, options, ids and names from the next shell on')
        .example('$0 completion zsh > ~/.zfunc/_tapps-agents', 'into a folder of $fpath')
        .example('$0 completion fish > ~/.config/fish/completions/tapps-agents.fish', ''),
    (args) => perform(async (hands) => (await import('./completion.ts')).completion(args, hands)),
  );
}

export const doctorOptions = {
  all: flag('also the settings that have their defaults'),
  notify: flag('send a test notice by each channel that is switched on'),
} as const;
