import type { Crowd } from './crowd.ts';
import type { Harm } from './harm.ts';
import { inLanes } from './lanes.ts';
import { ownProcesses, runOf } from './own-processes.ts';
import type { Finding } from './part.ts';

const lanes = 3;

/** Stops whoever still lives, and what commands that were killed have left behind: both by `bg stop`. */
export async function endAll(crowd: Crowd, harm: Harm): Promise<Finding[]> {
  crowd.nameAll();
  const findings: Finding[] = [];
  await inLanes(crowd.living(), lanes, (entry) => harm.stopOne(entry, false));
  const left = new Set(ownProcesses(crowd.ground.folder).map(runOf));
  const leaving = crowd.entries.filter(({ id }) => id !== null && left.has(id));
  await inLanes(leaving, lanes, async ({ id, key }) => {
    const call = crowd.ground.call(['bg', 'stop', id ?? '', '--yes', '--grace', '500ms']);
    const { code, stderr } = await call.called;
    // 5: nothing of it is left any more; 0: what was left was ended.
    if (code !== 0 && code !== 5)
      findings.push({ kind: 'left', what: `the tree of ${key} (${id}): ${stderr.trim()}` });
  });
  return findings;
}
