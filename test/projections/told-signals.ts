import type { DataOf } from '../../schemas/event.ts';
import * as given from '../rig/given-events.ts';
import { exited } from '../rig/given-events.ts';
import type { GivenEvent } from '../rig/given-journal.ts';
import type { EndRow } from './told-ends.ts';

/** Ends by a signal or a code, and what has not failed. */

const asked = [given.requested(), given.validated(), given.launched()];
const running = [...asked, given.started()];
const signalled = (signal: string, memory?: DataOf<'process.exited'>['memory']): GivenEvent[] => {
  const said = memory === undefined ? {} : { memory };
  return [...running, exited({ code: null, signal, ...said })];
};
const coded = (code: number): GivenEvent[] => [...running, exited({ code })];
const none = { limitBytes: null, oomKills: null, machineOomKills: null };
const nobody = 'nobody we know of sent it';

export const signalEnds: readonly EndRow[] = [
  {
    rule: 'out_of_memory',
    events: signalled('SIGKILL', { limitBytes: 67_108_864, oomKills: 1, machineOomKills: 1 }),
    line: 'killed by SIGKILL: out of memory: the kernel killed a process of its control group meanwhile (limit 64.0 MiB)',
  },
  {
    rule: 'out_of_memory_likely',
    certainty: 'likely',
    events: signalled('SIGKILL', { ...none, machineOomKills: 1 }),
    line: 'killed by SIGKILL: the kernel killed 1 on this machine for want of memory meanwhile: consistent with the OOM killer, not proof',
  },
  {
    rule: 'near_memory_limit',
    certainty: 'likely',
    events: signalled('SIGKILL', { ...none, limitBytes: 3_000_000 }),
    line: 'killed by SIGKILL: it used 2.9 MiB of its limit of 2.9 MiB: consistent with the OOM killer, not proof',
  },
  {
    rule: 'killed_not_by_kernel',
    certainty: 'unknown',
    events: signalled('SIGKILL', { ...none, oomKills: 0, machineOomKills: 3 }),
    line: `killed by SIGKILL; ${nobody}, and the kernel counted no kill for want of memory`,
  },
  {
    rule: 'killed',
    certainty: 'unknown',
    events: signalled('SIGKILL'),
    line: `killed by SIGKILL; ${nobody}: consistent with the OOM killer, not proof`,
  },
  {
    rule: 'killed',
    certainty: 'unknown',
    events: coded(137),
    line: `exit 137: what it started died by SIGKILL; ${nobody}: consistent with the OOM killer, not proof`,
  },
  ...[
    ['segmentation_fault', 'SIGSEGV', 139],
    ['bus_error', 'SIGBUS', 135],
    ['arithmetic', 'SIGFPE', 136],
    ['illegal_instruction', 'SIGILL', 132],
    ['trap', 'SIGTRAP', 133],
    ['aborted', 'SIGABRT', 134],
    ['forbidden_call', 'SIGSYS', 159],
    ['broken_pipe', 'SIGPIPE', 141],
    ['processor_time_limit', 'SIGXCPU', 152],
    ['file_size_limit', 'SIGXFSZ', 153],
    ['alarm', 'SIGALRM', 142],
    ['hang_up', 'SIGHUP', 129],
    ['interrupt', 'SIGINT', 130],
    ['quit', 'SIGQUIT', 131],
    ['terminated', 'SIGTERM', 143],
  ].flatMap(([rule, signal, code]): EndRow[] => {
    const isOwn = !['hang_up', 'interrupt', 'quit', 'terminated'].includes(String(rule));
    const certainty = isOwn ? 'likely' : 'unknown';
    return [
      { rule: String(rule), certainty, events: signalled(String(signal)), line: `killed by ${signal}` },
      {
        rule: `child_${rule}`,
        certainty,
        events: coded(Number(code)),
        line: `exit ${code}: what it started died by ${signal}`,
      },
    ];
  }),
  {
    rule: 'other_signal',
    certainty: 'unknown',
    events: signalled('SIGUSR1'),
    line: `killed by SIGUSR1; ${nobody}`,
  },
  {
    rule: 'exit_127',
    certainty: 'likely',
    events: coded(127),
    line: 'exit 127: a shell inside did not find a command',
  },
  {
    rule: 'exit_126',
    certainty: 'likely',
    events: coded(126),
    line: 'exit 126: a shell inside found a command that it could not execute',
  },
  {
    rule: 'timeout_tool',
    certainty: 'likely',
    events: [
      given.requested({ command: ['timeout', '5', 'make'] }),
      ...running.slice(1),
      exited({ code: 124 }),
    ],
    line: 'exit 124: timeout(1) ended it',
  },
  {
    rule: 'ssh_failed',
    certainty: 'likely',
    events: [given.requested({ command: ['/usr/bin/ssh', 'h'] }), ...running.slice(1), exited({ code: 255 })],
    line: 'exit 255: ssh itself failed, not the command over there',
  },
  {
    rule: 'silent',
    certainty: 'unknown',
    events: coded(3),
    line: 'exit 3: why is not known: it said nothing',
  },
];

export const noEnds: readonly EndRow[] = [
  { rule: 'completed', events: [...running, exited()], line: 'it completed' },
  {
    rule: 'completed_left_running',
    events: [...running, given.warned({ kind: 'left_running', message: '2 run on', pids: [7, 8] }), exited()],
    line: 'it completed; of what it started 2 still ran',
  },
  {
    rule: 'running',
    everyoneLives: true,
    events: [...running, given.progressed({ label: 'Build' })],
    line: 'it still runs, at 45% (Step 5/10: Build)',
  },
  {
    rule: 'stalled',
    everyoneLives: true,
    events: [...running, given.warned({ kind: 'stalled', message: 'quiet' })],
    line: 'it still runs, but it has stalled: nothing moves',
  },
  {
    rule: 'being_stopped',
    everyoneLives: true,
    events: [...running, given.stopRequested()],
    line: 'it still runs, and is being stopped',
  },
  {
    rule: 'waits',
    everyoneLives: true,
    events: [...asked, given.queued()],
    line: 'it has not started yet: it waits for a free slot',
  },
  {
    rule: 'waits',
    everyoneLives: true,
    events: [given.requested()],
    line: 'it has not started yet: it is being started',
  },
];
