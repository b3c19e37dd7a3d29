import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type DocExample, examplesIn } from '../rig/doc-examples.ts';
import { packProgram } from '../rig/packed-program.ts';
import { assert, suite } from '../rig/suite.ts';
import { temporaryFolder } from '../rig/temporary-folder.ts';

const test = suite('the library, as its page says');
const root = join(import.meta.dirname, '..', '..');
const page = join(root, 'docs', 'library.md');
const examples = examplesIn(page);
const folder = projectWithThreeRuns();

for (const example of examples) {
  test(`the example in line ${example.line} of the page prints what stands there`, async () => {
    const { stdout, stderr, code } = await run(example);
    assert.is(stdout, example.prints);
    assert.equal([code, stderr], [0, '']);
  });
}

test('the page has an example of each kind of question', () => {
  assert.ok(examples.length >= 9, `${examples.length} examples`);
  const imported = examples.map(({ program }) => program).join('\n');
  for (const name of [
    'openJournal',
    'fold',
    'watch',
    'why',
    'summary',
    'observeThen',
    'verifyJournal',
    'exportProcess',
  ])
    assert.match(imported, new RegExp(`\\b${name}\\b`));
});

test(
  'the examples fit the types that the package comes with',
  () => {
    const files = examples.map((example) => fileOf(example));
    for (const [index, example] of examples.entries()) writeFileSync(files[index] ?? '', example.program);
    const options: ts.CompilerOptions = {
      ...{
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        types: ['node'],
        typeRoots: [join(root, 'node_modules', '@types')],
      },
      ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
      ...{
        target: ts.ScriptTarget.ES2023,
        lib: ['lib.es2023.d.ts'],
        moduleDetection: ts.ModuleDetectionKind.Force,
      },
    };
    const program = ts.createProgram(files, options);
    const faults = ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) => {
      const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${file?.fileName}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
    assert.equal(faults, []);
  },
  { timeoutMs: 240_000 },
);

test('importing it writes nothing and leaves nothing running', async () => {
  const { stdout, stderr, code } = await run({
    line: 0,
    program: "await import('tapps-agents');",
    prints: '',
  });
  assert.equal([stdout, stderr, code], ['', '', 0]);
});

/** The package as it is shipped, with its dependencies beside it, and the journals of three runs of version 1. */
function projectWithThreeRuns(): string {
  const packed = packProgram();
  symlinkSync(join(root, 'node_modules'), join(packed.folder, 'node_modules'));
  const made = temporaryFolder('tapps-library-');
  mkdirSync(join(made, 'node_modules'));
  symlinkSync(packed.folder, join(made, 'node_modules', 'tapps-agents'));
  const journals = join(made, '.tapps-agents', 'journal');
  mkdirSync(journals, { recursive: true, mode: 0o700 });
  for (const name of ['completed', 'failed', 'stopped']) {
    const path = join(root, 'test', 'fixtures', 'journals', 'v1', `${name}.ndjson`);
    const [first = ''] = readFileSync(path, 'utf8').split('\n', 1);
    cpSync(path, join(journals, `${JSON.parse(first).process}.ndjson`));
  }
  return made;
}

function fileOf({ line }: DocExample): string {
  return join(folder, `line-${line}.mts`);
}

function run(example: DocExample): Promise<{ stdout: string; stderr: string; code: number }> {
  const path = fileOf(example).replace(/\.mts$/, '.mjs');
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  writeFileSync(path, ts.transpileModule(example.program, { compilerOptions }).outputText);
  return new Promise((resolve) => {
    const env = { ...process.env, NODE_V8_COVERAGE: undefined, TZ: 'UTC' };
    const child = execFile(process.execPath, [path], { cwd: folder, env }, (_error, stdout, stderr) =>
      resolve({ stdout, stderr, code: child.exitCode ?? -1 }),
    );
  });
}

test.run();
