import type { Why } from '../../projections/why.ts';
import { projectAt } from '../../src/journal/project-paths.ts';
import { observe } from '../../src/observe/observe.ts';
import { gatherWhy } from '../../src/postmortem/gather.ts';
import { missingCapability } from '../rig/capability.ts';
import type { TestProject } from '../rig/project.ts';
import { assert, type Suite } from '../rig/suite.ts';
import { endAllOf } from './acts.ts';
import { comeAbout } from './come-about.ts';
import type { Fate } from './death.ts';

/** The first line that a user reads, and what it was made from; or the trouble that came in between. */
type Told = { readonly line: string; readonly cause: Why['cause'] } | { readonly trouble: unknown };

/** Two cores have enough to do with these; each is four programs that start. */
const lanes = 3;
const limits = { timeoutMs: 240_000 };

/** One test for each fate. They come about side by side, and each test waits for its own. */
export function testEachFate(test: Suite, project: TestProject, fates: readonly Fate[]): void {
  const isHere = ({ needs }: Fate) => needs === undefined || missingCapability(needs) === undefined;
  let told: Map<Fate, Promise<Told>> | null = null;
  for (const fate of fates) {
    const body = async () => {
      told ??= askInLanes(project, fates.filter(isHere));
      const said = await told.get(fate);
      if (said === undefined) throw new Error('it was not tried');
      if ('trouble' in said) throw said.trouble;
      assertTold(fate, said.line, said.cause);
    };
    if (fate.needs === undefined) test(fate.name, body, limits);
    else test.skipUnless(fate.needs, fate.name, body, limits);
  }
}

function assertTold(fate: Fate, line: string, cause: Why['cause']): void {
  if (typeof fate.says === 'string') assert.is(line, fate.says);
  else assert.match(line, fate.says, `said: ${line}`);
  if (typeof fate.rule === 'string') assert.is(cause.rule, fate.rule, `said: ${line}`);
  else assert.match(cause.rule, fate.rule, `said: ${line}`);
  assert.is(cause.certainty, fate.certainty, `said: ${line}`);
  assert.is(cause.line, line);
  if (fate.sender !== undefined) assert.match(cause.sender ?? '', fate.sender);
}

function askInLanes(project: TestProject, fates: readonly Fate[]): Map<Fate, Promise<Told>> {
  const told = new Map<Fate, Promise<Told>>();
  const running: Promise<unknown>[] = Array.from({ length: lanes }, () => Promise.resolve());
  for (const [at, fate] of fates.entries()) {
    const lane = at % lanes;
    const said = (running[lane] ?? Promise.resolve()).then(() => ask(project, fate));
    running[lane] = said;
    told.set(fate, said);
  }
  return told;
}

async function ask(project: TestProject, fate: Fate): Promise<Told> {
  let id = '';
  try {
    id = await comeAbout(fate, project);
    const { stdout, stderr } = await project.call(['bg', 'why', id]);
    const [line = ''] = `${stdout}${stderr}`.split('\n');
    const at = projectAt(project.folder);
    const { cause } = await gatherWhy(at, await observe(at, id));
    return { line, cause };
  } catch (trouble) {
    return { trouble };
  } finally {
    // What runs on by itself, or was left behind: nobody else ends it.
    if (id !== '') endAllOf(id);
  }
}
