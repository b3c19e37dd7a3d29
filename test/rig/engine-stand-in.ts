import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/** What the real engine imports. */
const modules =
  'pydantic httpx yaml aiohttp psutil radon bandit coverage jinja2 packaging rich tiktoken aiofiles'.split(
    ' ',
  );

/** Prints what the engine prints (3.6), as far as it is known; `ENGINE_DOES` says how the run goes. */
const cli = `import os, sys
does = os.environ.get('ENGINE_DOES', 'well')
print('engine called with', sys.argv[1:])
if does == 'blocked':
    print("[ERROR] Workflow blocked: no ready steps. Missing: requirements.md, stories/")
    sys.exit(0)
for number, text in enumerate(['Gather requirements', 'Create stories'], 1):
    print(f'🚀 **Step {number}**: {text}')
print('✅ Workflow completed successfully!')
print('Workflow ID: full-sdlc-20261124')
print('Steps completed: 2/2')
`;

/** An interpreter that says it is new enough and has the engine, but not these modules; what to set to use it. */
export function engineStandIn(without: readonly string[] = []): Record<string, string> {
  const folder = temporaryFolder('tapps-engine-');
  const site = join(folder, 'site');
  for (const module of ['tapps_agents', ...modules].filter((name) => !without.includes(name))) {
    mkdirSync(join(site, module), { recursive: true });
    writeFileSync(join(site, module, '__init__.py'), '');
  }
  if (!without.includes('tapps_agents')) writeFileSync(join(site, 'tapps_agents', 'cli.py'), cli);
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const python = join(bin, 'python3');
  // -S: modules that the machine happens to have do not count.
  const version = '[ "$1" = --version ] && { echo "Python 3.12.4"; exit; }';
  const real = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
    encoding: 'utf8',
  }).trim();
  writeFileSync(python, `#!/bin/sh\n${version}\nexec '${real}' -S "$@"\n`);
  chmodSync(python, 0o755);
  return { PATH: `${bin}:${process.env['PATH'] ?? ''}`, PYTHONPATH: site };
}
