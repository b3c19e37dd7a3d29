/**
 * A piece of real work to try the program on: builds a search index over this repository's own documents and sources,
 * and says how far it is as ordinary tools do. Writes `out/index.json`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const root = join(import.meta.dirname, '..', '..');
const out = join(import.meta.dirname, 'out');
const wanted = new Set(['.md', '.ts', '.mjs', '.json']);
const passedOver = new Set(['node_modules', 'dist', 'coverage', 'out', '.git', '.tapps-agents']);

console.log('Step 1/4: Read files');
const files = filesBelow(root).map((path) => ({
  name: relative(root, path),
  text: readFileSync(path, 'utf8'),
}));
console.log(`read ${files.length} files`);

console.log('Step 2/4: Index words');
const index = new Map();
for (const { name, text } of files) {
  for (const word of new Set(text.toLowerCase().match(/[a-z][a-z-]{2,30}/g) ?? [])) {
    index.set(word, [...(index.get(word) ?? []), name]);
  }
}
console.log(`found ${index.size} words`);

console.log('Step 3/4: Measure how well each file compresses');
const measured = files.map(({ name, text }, position) => {
  const bytes = Buffer.byteLength(text);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  const compressedBytes = brotliCompressSync(text, { params }).length;
  console.log(`[${position + 1}/${files.length}] ${name}`);
  return { name, bytes, ratio: bytes === 0 ? 1 : Math.round((compressedBytes / bytes) * 1000) / 1000 };
});

console.log('Step 4/4: Write the index');
mkdirSync(out, { recursive: true });
const words = Object.fromEntries([...index].sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(out, 'index.json'), `${JSON.stringify({ files: measured, words }, null, 1)}\n`);
console.log(`wrote ${relative(root, join(out, 'index.json'))}: ${index.size} words in ${files.length} files`);

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (passedOver.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && wanted.has(extname(entry.name)) ? [path] : [];
  });
}
