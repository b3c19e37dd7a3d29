import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { transform } from 'esbuild';
import { plainExports } from './plain-exports.mjs';

const moduleUrl = "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;";

/**
 * Writes what esbuild made of the programs as CommonJS. Node's loader of ES modules costs each start 10 ms more, but
 * esbuild splits nothing else into chunks: so the files are split first, and then each is made CommonJS by itself.
 */
export async function writeCjs(outputFiles) {
  for (const [path, text] of plainExports(outputFiles)) {
    const { code } = await transform(text, {
      format: 'cjs',
      platform: 'node',
      logOverride: { 'commonjs-variable-in-esm': 'silent' }, // `module`, of `plainExports`
      target: 'node20.19',
      supported: { 'dynamic-import': false }, // it asks the loader of ES modules again
      define: { 'import.meta.dirname': '__dirname', 'import.meta.url': '__moduleUrl' },
      banner: text.includes('import.meta.url') ? moduleUrl : '',
      minifyIdentifiers: true,
      minifySyntax: true,
      minifyWhitespace: true,
    });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
}
