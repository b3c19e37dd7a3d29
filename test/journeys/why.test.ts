import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WhyJson } from '../../schemas/generated/types.ts';
import { fitsSchema } from '../rig/output-schemas.ts';
import { TestProject } from '../rig/project.ts';
import { assert, suite } from '../rig/suite.ts';

const test = suite('why');
const project = new TestProject();
test.after(() => project.end());

const python = (code: string): string[] => ['python3', '-c', code];

test.skipUnless('python3', 'what it says to paste refuses the next launch of the same', async () => {
  await ended(python('print("fine")'), ['--type', 'night']);
  const id = await ended(python('print("so far"); import tiktoken_nowhere'), [
    '--type',
    'night',
    '--env',
    'WAY=new',
  ]);
  const { stdout, code } = await project.call(['bg', 'why', id]);
  assert.is(code, 0);
  assert.match(stdout, /^exit 1: ModuleNotFoundError: No module named 'tiktoken_nowhere'\nWhen: /);
  assert.match(stdout, /\n {3}output @0 +so far\n.*\n> {2}output @\d+ +ModuleNotFoundError/s);
  assert.match(stdout, /Last good run: \w{8} .*environment +then without +now with WAY/s);
  const why = await project.callJson<WhyJson>(['bg', 'why', id]);
  const declared = why.tries.find(({ paste }) => paste?.startsWith('background_processes:') === true);
  assert.match(declared?.text ?? '', /this would have stopped run \w{8} in its first second/);
  writeFileSync(join(project.folder, '.tapps-agents', 'config.yaml'), declared?.paste ?? '');
  const again = await project.call(['bg', 'rerun', id]);
  assert.is(again.code, 3, again.stderr);
  assert.match(again.stderr, /Missing required dependencies: tiktoken_nowhere/);
  rmSync(join(project.folder, '.tapps-agents', 'config.yaml'));
});

test('one document of the published shape, whatever it is asked about', async () => {
  const good = await ended(['true']);
  const bad = await ended(['sh', '-c', 'echo "error: no" >&2; exit 7']);
  for (const id of [good, bad]) {
    const { stdout, code } = await project.call(['bg', 'why', id, '--json']);
    fitsSchema('why', stdout);
    assert.is(code, 0);
  }
});

test('an output that was removed is answered by what the journal kept of it', async () => {
  const id = await ended(['sh', '-c', 'echo "error: the shelf is gone" >&2; exit 7']);
  rmSync(project.outputPath(id));
  const { stdout } = await project.call(['bg', 'why', id]);
  assert.match(stdout, /^exit 7: error: the shelf is gone\n/);
});

test('nobody by that name is no answer', async () => {
  const { code, stderr } = await project.call(['bg', 'why', 'nobody-at-all']);
  assert.is(code, 4);
  assert.match(stderr, /nobody-at-all/);
});

test.run();

async function ended(command: readonly string[], options: readonly string[] = []): Promise<string> {
  const id = await project.launch(command, options);
  await project.call(['bg', 'wait', id]);
  return id;
}
