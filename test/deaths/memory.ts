import type { Place } from '../preflight-corpus/place.ts';
import { makeMemoryGroup } from '../rig/memory-group.ts';
import { type Fate, sh } from './death.ts';

/** `group` leads to a control group of its own, with a limit. */
const inGroup = (place: Place) => place.link('group', makeMemoryGroup().folder);

/** Takes as much as it gets. */
const hog = "node -e 'const all = []; for (;;) all.push(Buffer.alloc(4e6, 1))'";
/** Long enough for its supervisor to see the move, also on a machine that has much to do. */
const enter = 'echo $$ > group/cgroup.procs && sleep 3';

/** Ends for want of memory that the kernel decided. */
export const memoryDeaths: readonly Fate[] = [
  {
    name: 'the limit of memory of its control group',
    given: inGroup,
    words: sh(`${enter} && exec ${hog}`),
    says: /^killed by SIGKILL: out of memory: the kernel killed a process of its control group meanwhile \(limit 96\.0 MiB\)$/,
    rule: 'out_of_memory',
    certainty: 'certain',
    needs: 'memory-group',
  },
  {
    name: 'a child that is killed at the limit of memory',
    given: inGroup,
    words: sh(`${enter} && { ${hog}; exit $?; }`),
    says: /^exit 137: out of memory: the kernel killed a process of its control group meanwhile \(limit 96\.0 MiB\)$/,
    rule: 'out_of_memory',
    certainty: 'certain',
    needs: 'memory-group',
  },
  {
    name: 'a kill below the limit of memory',
    given: inGroup,
    words: sh(`${enter} && kill -KILL $$`),
    says: /^killed by SIGKILL; nobody we know of sent it, and the kernel counted no kill for want of memory$/,
    rule: 'killed_not_by_kernel',
    certainty: 'unknown',
    needs: 'memory-group',
  },
];
