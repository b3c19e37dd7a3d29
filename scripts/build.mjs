/**
 * Builds `dist/`: the program's entries, each bundled with what it runs (loading one file is twice as fast as loading
 * the packages one by one), the library entry with its packages left outside, and the library's types in one file.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chunkFamilies } from './chunk-families.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';
import { writeCjs } from './write-cjs.mjs';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The groups of validators stay files of their own, beside everything that asks for them. */
const validatorGroups = {
  name: 'validator-groups',
  setup({ onResolve }) {
    onResolve({ filter: /\/validators-[a-z]+\.cjs$/ }, ({ path, kind }) =>
      kind === 'require-call' ? { path, external: true } : undefined,
    );
  },
};

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  outdir: dist,
  // dist/THIRD-PARTY-LICENSES.txt has them whole.
  legalComments: 'none',
  metafile: true,
  plugins: [validatorGroups],
  logLevel: 'warning',
  // Packages that are CommonJS inside call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

/** Entries that are started together or one after the other. */
const families = [
  ['src/dispatch.ts', 'src/cli/list.ts', 'src/cli/status.ts'],
  ['src/cli/run.ts'],
  ['src/supervise/main.ts'],
  ['src/watch/main.ts'],
  ['src/workflow/main.ts'],
  ['src/cli/logs.ts'],
];

/** What is loaded before anything else, and must not wait for anybody's chunk. */
const first = ['src/main.ts', 'src/launch/early-supervisor.ts'];

rmSync(dist, { recursive: true, force: true });
const programOptions = {
  ...shared,
  banner: {},
  entryPoints: {
    main: 'src/main.ts',
    supervisor: 'src/supervise/main.ts',
    'step-runner': 'src/workflow/main.ts',
    watcher: 'src/watch/main.ts',
  },
  splitting: true,
  minifyIdentifiers: true,
  chunkNames: '[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
};
const programs = await build({
  ...programOptions,
  write: false,
  plugins: [validatorGroups, await chunkFamilies(programOptions, families, first)],
});
const helper = await build({
  ...shared,
  banner: {},
  write: false,
  entryPoints: { 'notify-helper': 'src/notify/desktop-helper.ts' },
  minifySyntax: true,
  minifyWhitespace: true,
});
await writeCjs([...programs.outputFiles, ...helper.outputFiles]);
writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n'); // the library has an ending of its own
const library = await build({
  ...shared,
  entryPoints: { index: 'src/index.ts' },
  external: Object.keys(dependencies),
  outExtension: { '.js': '.mjs' },
  minifySyntax: true,
  minifyWhitespace: true,
});
const validators = await build({
  ...shared,
  entryPoints: readdirSync(join(root, 'schemas', 'generated'))
    .filter((name) => name.startsWith('validators-'))
    .map((name) => `schemas/generated/${name}`),
  format: 'cjs',
  banner: {},
  outExtension: { '.js': '.cjs' },
  minifySyntax: true,
  minifyWhitespace: true,
});
const bundled = [programs, helper, library, validators].flatMap(({ metafile }) =>
  Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)),
);
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(root, bundled));
cpSync(join(root, 'src', 'workflow', 'presets'), join(dist, 'presets'), { recursive: true });
chmodSync(join(dist, 'main.js'), 0o755);
execFileSync(
  process.execPath,
  [
    'node_modules/dts-bundle-generator/dist/bin/dts-bundle-generator.js',
    '--silent',
    '--no-check',
    '--project',
    'tsconfig.json',
    '-o',
    'dist/index.d.mts',
    'src/index.ts',
  ],
  { cwd: root, stdio: 'inherit' },
);
