import { join } from 'node:path';
import { build, type Metafile, stop } from 'esbuild';
import { assert, suite } from '../rig/suite.ts';

const test = suite('what a start without settings loads');
const root = join(import.meta.dirname, '..', '..');
const heavy = /node_modules\/(?:yaml|re2js|ajv)\/|file-validators/;

/** Every source that is loaded with an entry, or only once something asks for it (`later`). */
function loaded(outputs: Metafile['outputs'], entry: string, later: boolean): string[] {
  const seen = new Set<string>();
  const waiting = Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === entry);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const imports = (outputs[path]?.imports ?? []).filter(({ kind, external }) => {
      return external !== true && (later || kind !== 'dynamic-import');
    });
    waiting.push(...imports.map((one) => one.path));
  }
  return [...seen].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
}

for (const entry of ['src/config/settings.ts', 'src/preflight/configuration.ts']) {
  test(`${entry} loads no YAML reader, no validators and no pattern engine`, async () => {
    const { metafile } = await build({
      ...{ absWorkingDir: root, entryPoints: [entry], outdir: 'dist', write: false, metafile: true },
      ...{ bundle: true, splitting: true, format: 'esm', platform: 'node' },
    });
    const sources = (later: boolean) =>
      loaded(metafile.outputs, entry, later).filter((path) => heavy.test(path));
    assert.equal(sources(false), []);
    assert.ok(sources(true).length > 10, 'they are loaded once there are settings');
  });
}

test.after(() => stop());
test.run();
