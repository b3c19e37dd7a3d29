import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * An esbuild plugin that keeps the number of chunks small. esbuild makes a chunk of the modules that the same entries
 * reach, and with forty commands that are loaded on demand these are a hundred; loading one takes 0.3 ms, and a list
 * took thirty. Here modules that the same families of entries reach are imported by the same entries, so that they end
 * up in one chunk: a list is three or four files. No module runs that would not run anyway, but some run a little sooner.
 *
 * `families`: entries (paths from the root) that belong together, because they run one after the other or are alike.
 * `first`: entries that are left as they are, with all that they reach; of that, what imports nothing is one chunk.
 */
export async function chunkFamilies(options, families, first) {
  const root = options.absWorkingDir;
  const { metafile } = await build({ ...options, metafile: true, write: false, logLevel: 'silent' });
  const programs = new Set(Object.values(options.entryPoints));
  const entries = Object.values(metafile.outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
  const alone = union(first.map((one) => reachedFrom(metafile, one)));
  const reached = new Map(
    families.map((family) => [family, union(family.map((one) => reachedFrom(metafile, one)))]),
  );
  const layers = new Map();
  for (const file of union(reached.values())) {
    if (programs.has(file) || alone.has(file) || !file.endsWith('.ts')) continue;
    const layer = families.map((family) => (reached.get(family).has(file) ? '1' : '0')).join('');
    layers.set(layer, [...(layers.get(layer) ?? []), file]);
  }
  const leaves = [...alone].filter(
    (file) => file.endsWith('.ts') && metafile.inputs[file].imports.length === 0,
  );
  const merged = [...mergeSmall(layers, metafile.inputs), leaves];
  const importsOf = (entry) => {
    const whole = wholeFor(metafile, merged, entry);
    return whole
      .filter((file) => file !== entry)
      .map((file) => `import ${JSON.stringify(join(root, file))};`);
  };
  return {
    name: 'chunk-families',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const entry = path.slice(root.length + 1);
        if (!entries.includes(entry)) return undefined;
        const contents = `${readFileSync(path, 'utf8')}\n${importsOf(entry).join('\n')}`;
        return { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}

/** Less source than this is loaded sooner than another file is opened. */
const smallBytes = 40_000;
/** Places of those that somebody waits for and that have little in common: what answers a question, and the supervisor. */
const hurriedFamilies = [0, 2];

/**
 * Small layers are put together where the same hurried families load them. What one family alone loads stays its own,
 * however small: it leads on to packages that the others never load (a launch would parse the supervisor's 250 kB).
 */
function mergeSmall(layers, inputs) {
  const bytesOf = (files) => files.reduce((sum, file) => sum + inputs[file].bytes, 0);
  const isShared = (layer) => layer.replaceAll('0', '').length > 1;
  const isSmall = ([layer, files]) => isShared(layer) && bytesOf(files) < smallBytes;
  const all = [...layers];
  const small = new Map();
  for (const [layer, files] of all.filter(isSmall)) {
    const hurried = hurriedFamilies.map((index) => layer[index]).join('');
    small.set(hurried, [...(small.get(hurried) ?? []), ...files]);
  }
  return [...all.filter((one) => !isSmall(one)).map(([, files]) => files), ...small.values()];
}

/** What is loaded with an entry: each group of which it reaches a file, if only through the file of another group. */
function wholeFor(metafile, merged, entry) {
  const own = reachedFrom(metafile, entry);
  for (;;) {
    const before = own.size;
    const whole = merged.filter((files) => files.some((file) => own.has(file))).flat();
    for (const file of whole) reachedFrom(metafile, file, own);
    if (own.size === before) return whole;
  }
}

/** Everything that is loaded when this file is: what it imports, and what that imports. */
function reachedFrom({ inputs }, file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { path, kind, external } of inputs[file]?.imports ?? [])
    if (kind !== 'dynamic-import' && external !== true) reachedFrom({ inputs }, path, seen);
  return seen;
}

function union(sets) {
  return new Set([...sets].flatMap((set) => [...set]));
}
