import type { Argv } from 'yargs';
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
        .options({
          all: flag('also the settings that have their defaults'),
          notify: flag('send a test notice by each channel that is switched on'),
        })
        .example('$0 bg doctor', 'launches nothing, writes nothing')
        .example('$0 bg doctor --notify', 'shows that notices reach you')
        .example('$0 bg doctor --all', 'every setting, and where it comes from'),
    (args) => perform(async (hands) => (await import('./doctor.ts')).doctor(args, hands)),
  );
}
