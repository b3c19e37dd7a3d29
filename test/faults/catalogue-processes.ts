import type { Fault } from './catalogue.ts';

/** Faults by what happens to launchers, supervisors, commands and clocks. */
export const faultsOfProcesses: readonly Fault[] = [
  {
    number: 3,
    fault: 'the launcher is killed at each of its system calls',
    holds: 'no record and no command, or a record that ends; never a command without a record',
    invariants: ['I1', 'I8'],
  },
  {
    number: 4,
    fault: 'the supervisor is killed at each of its system calls',
    holds: 'one end within 10 s, and the whole output',
    invariants: ['I2', 'I7'],
  },
  {
    number: 6,
    fault: '`bg stop` is killed at each of its system calls',
    holds: 'the command runs with a stop on record, or is stopped; a second stop works',
    invariants: ['I2', 'I6'],
  },
  {
    number: 7,
    fault: 'the supervisor is killed while the command runs',
    holds: 'running without a supervisor, then lost; the output goes on',
    invariants: ['I2', 'I3', 'I7'],
  },
  {
    number: 8,
    fault: 'the supervisor is killed between spawning the gate and releasing it',
    holds: 'the command never ran, nothing is left',
    invariants: ['I8'],
  },
  {
    number: 9,
    fault: 'the command dies by SIGKILL, SIGSEGV, or exits 0, 3, 125, 126, 127, 143, 255',
    holds: 'the exact code or signal; 143 is not a signal',
    invariants: ['I2'],
  },
  {
    number: 10,
    fault: 'a missing command, no permission, a bad folder, NUL in an argument, 200 kB of argument',
    holds: 'refused or failed with a code, a documented exit code, nobody left',
    invariants: ['I2', 'I12'],
  },
  {
    number: 11,
    fault: 'commands that exit within a millisecond of their start',
    holds: 'each started and exited, in this order',
    invariants: ['I2'],
  },
  {
    number: 37,
    fault: 'the pid of a dead command belongs to somebody else',
    holds: '`bg stop` refuses, the stranger is unharmed, the process is lost',
    invariants: ['I3', 'I6'],
  },
  {
    number: 38,
    fault: 'the process group of a dead leader belongs to somebody else',
    holds: 'no signal is sent',
    invariants: ['I6'],
  },
  { number: 40, fault: 'a zombie that nobody reaps', holds: 'shown as ended', invariants: ['I3'] },
  {
    number: 41,
    fault: 'the command ignores SIGTERM',
    holds: 'SIGKILL after the grace, and on record',
    invariants: ['I2', 'I12'],
  },
  {
    number: 42,
    fault: 'grandchildren: in the group, forked twice, in a session of their own',
    holds: 'all gone after a stop, or named',
    invariants: ['I6', 'I13'],
  },
  {
    number: 43,
    fault: 'a grandchild keeps the output open after the command’s exit',
    holds: 'the exit is recorded at once, what is left running is named',
    invariants: ['I2', 'I3'],
  },
  {
    number: 44,
    fault: 'the terminal closes (SIGHUP), Ctrl-C comes, while launching and later',
    holds: 'command and supervisor live',
    invariants: ['I7'],
  },
  {
    number: 45,
    fault: 'supervisor or command stand still (SIGSTOP)',
    holds: 'unresponsive, not dead; running again later',
    invariants: ['I3'],
  },
  {
    number: 46,
    fault: 'two stops, two supervisors, a stop during the start, a stop after the exit',
    holds: 'one effect, and answers that can be repeated',
    invariants: ['I2', 'I6'],
  },
  {
    number: 47,
    fault: 'the wall clock jumps by -2 h and +1 h during a run',
    holds: 'order, durations and status unchanged',
    invariants: ['I14'],
  },
  {
    number: 48,
    fault: 'the machine sleeps for eight hours',
    holds: 'no storm of stalled or lost processes afterwards',
    invariants: ['I14', 'I3'],
  },
  {
    number: 49,
    fault: 'the machine restarted, pids are used again',
    holds: 'all that was unfinished is lost (machine restarted), told once, nobody signalled',
    invariants: ['I2', 'I6'],
  },
  {
    number: 50,
    fault: 'a journal of another machine',
    holds: 'never lost, never signalled',
    invariants: ['I6'],
  },
  {
    number: 66,
    fault: 'many launches at once and stopped; many starts and stops in a row',
    holds: 'descriptors, watches, processes and files are back where they were; one end each',
    invariants: ['I2', 'I13'],
  },
  {
    number: 71,
    fault:
      'a call of launcher, supervisor, watcher or `bg stop` on the disk fails (ENOSPC, EIO, EMFILE), once or from then on',
    holds:
      'done and said so, or refused and nothing ran; the end is written once the disk takes it, and told within seconds',
    invariants: ['I1', 'I2', 'I3', 'I4', 'I8', 'I11'],
  },
  {
    number: 76,
    fault:
      'the supervisor hangs before it starts anything (no thread left for it), its launcher alive or dead',
    holds: 'whoever waits in vain ends it, the launch is over and on record, its slot is free',
    invariants: ['I2', 'I12', 'I13'],
  },
  {
    number: 77,
    fault: 'the supervisor is stopped (SIGSTOP), and then its command ends',
    holds:
      'woken up by the watcher or by `bg stop`, it records the end itself; a stop says no more than is on record',
    invariants: ['I2', 'I3', 'I12'],
  },
];
