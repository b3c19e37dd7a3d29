import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../../src/base/system-error.ts';
import type { Check, CheckResult, LaunchPlan } from '../../src/preflight/check.ts';
import { diskSpaceCheck } from '../../src/preflight/disk-space.ts';
import { fileWatchesCheck } from '../../src/preflight/file-watches.ts';
import { probeNamed } from '../../src/preflight/folder-probe.ts';
import { stateFoldersCheck } from '../../src/preflight/state-folders.ts';
import { tempFolderCheck } from '../../src/preflight/temp-folder.ts';
import { findingsOf } from './place-checks.ts';

/** For a shell inside of a namespace: runs one check on a plan, and prints what it finds. */
const [name = '', json = ''] = process.argv.slice(2);
const plan: LaunchPlan = JSON.parse(json);
const folders = ['journal', 'output', 'run'].map((folder) => join(plan.stateFolder, folder));

const checks: Readonly<Record<string, Check>> = {
  'state folders': stateFoldersCheck(folders),
  'disk space': diskSpaceCheck(folders, 1024 ** 2),
  'temp folder': tempFolderCheck(1024 ** 2),
  'file watches': fileWatchesCheck(),
  'named probe': { name: 'named probe', run: async () => [probed(plan.projectRoot)] },
};

/** What a probe with a name came to, and what lies in the folder after it. */
function probed(folder: string): CheckResult {
  const said = { name: 'named probe', ok: false, severity: 'error', hint: '' } as const;
  try {
    probeNamed(folder);
    return { ...said, message: 'written' };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { ...said, message: `${error.code}, and there are: ${readdirSync(folder).join(', ')}` };
  }
}

const check = checks[name];
if (check === undefined) throw new Error(`no check "${name}"`);
console.log(JSON.stringify(await findingsOf(check, plan)));
