import { advice, type CauseRule, certain, type Explained, likely, unknown } from './cause-rule.ts';
import { signalInCode } from './causes-signals.ts';
import { type Death, headOf, memorySaid } from './death.ts';
import { bytesInWords } from './measure-words.ts';

/**
 * SIGKILL. The kernel sends it when there is no memory left, and so may anybody; only its own counters tell the two
 * apart. A kill is counted in the group of whoever was killed, whether the group or the whole machine was short.
 */
export const causesOfKill: readonly CauseRule[] = [
  { name: 'out_of_memory', explain: outOfMemory },
  { name: 'out_of_memory_likely', explain: outOfMemoryLikely },
  { name: 'near_memory_limit', explain: nearMemoryLimit },
  { name: 'killed_not_by_kernel', explain: killedByOthers },
  { name: 'killed', explain: killed },
];

const lessMemory = advice('let it use less at once, or raise the limit of memory that it runs under');
const nearLimitRatio = 0.9;

function outOfMemory(death: Death): Explained | null {
  const memory = memorySaid(death);
  const kills = memory?.oomKills ?? 0;
  if (!wasKilled(death) || kills === 0) return null;
  const limit = limitWords(memory?.limitBytes ?? null);
  const who = kills === 1 ? 'a process' : `${kills} processes`;
  const words = `out of memory: the kernel killed ${who} of its control group meanwhile${limit}`;
  return certain(`${headOf(death)}: ${words}`, {
    sender: 'the OOM killer of the kernel',
    tries: [lessMemory],
  });
}

/** Its own group could not be asked, and the machine killed somebody: that is more than nothing, and no proof. */
function outOfMemoryLikely(death: Death): Explained | null {
  const memory = memorySaid(death);
  const kills = memory?.machineOomKills ?? 0;
  if (!wasKilled(death) || kills === 0 || memory?.oomKills !== null) return null;
  const words = `the kernel killed ${kills} on this machine for want of memory meanwhile: consistent with the OOM killer, not proof`;
  return likely(`${headOf(death)}: ${words}`, {
    sender: 'the OOM killer of the kernel, by all signs',
    tries: [lessMemory],
  });
}

function nearMemoryLimit(death: Death): Explained | null {
  const limitBytes = memorySaid(death)?.limitBytes ?? null;
  const peakBytes = death.state.facts.peakMemoryBytes;
  if (!wasKilled(death) || memorySaid(death)?.oomKills === 0) return null;
  if (limitBytes === null || peakBytes === null || peakBytes < nearLimitRatio * limitBytes) return null;
  const words = `it used ${bytesInWords(peakBytes)} of its limit of ${bytesInWords(limitBytes)}: consistent with the OOM killer, not proof`;
  return likely(`${headOf(death)}: ${words}`, {
    sender: 'the OOM killer of the kernel, by all signs',
    tries: [lessMemory],
  });
}

/** Its own group was asked and lost nobody: then the kernel's killer did not do it. */
function killedByOthers(death: Death): Explained | null {
  if (!wasKilled(death) || memorySaid(death)?.oomKills !== 0) return null;
  const words = 'nobody we know of sent it, and the kernel counted no kill for want of memory';
  return unknown(`${headOf(death)}${joint(death)}${words}`, {
    sender:
      'somebody with kill -9, a hard limit of processor time (ulimit -t), or a killer outside the kernel (earlyoom, systemd-oomd, a container that ends)',
  });
}

function killed(death: Death): Explained | null {
  if (!wasKilled(death)) return null;
  const words = 'nobody we know of sent it: consistent with the OOM killer, not proof';
  return unknown(`${headOf(death)}${joint(death)}${words}`, {
    sender: 'the OOM killer of the kernel, or somebody with kill -9: nothing that was recorded tells which',
    tries: [advice('ask the log of the kernel', 'sudo dmesg --ctime | grep -i "killed process"')],
  });
}

/** Itself, or what a shell inside started. */
function wasKilled({ signal, code }: Death): boolean {
  return signal === 'SIGKILL' || (signal === null && signalInCode(code) === 'SIGKILL');
}

function joint({ signal }: Death): string {
  return signal === null ? ': what it started died by SIGKILL; ' : '; ';
}

function limitWords(limitBytes: number | null): string {
  return limitBytes === null ? '' : ` (limit ${bytesInWords(limitBytes)})`;
}
