/**
 * The licences of what esbuild put into a bundle, in one text: whoever gets the bundle gets these, too. A package with
 * no licence file of its own must be known here, else the build fails.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const bsd3 = (holder) => `Copyright (c) ${holder}

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met:

1. Redistributions of source code must retain the above copyright notice, this list of conditions and the following
   disclaimer.
2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following
   disclaimer in the documentation and/or other materials provided with the distribution.
3. Neither the name of the copyright holder nor the names of its contributors may be used to endorse or promote products
   derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL,
SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES;
LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS
SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`;

/** Packages that name their licence in package.json only. */
const spelledOut = { 'ndjson BSD-3-Clause': bsd3('max ogden and the ndjson contributors') };

/** `inputs`: the files that esbuild's metafiles say lie in the outputs, relative to `root`. */
export function thirdPartyLicenses(root, inputs) {
  const folders = [...new Set(inputs.map(packageFolder).filter((folder) => folder !== null))];
  const sections = folders.map((folder) => section(join(root, folder)));
  const head = 'What dist/ holds of other packages, each under its own licence.\n';
  return [head, ...[...new Set(sections)].sort()].join(`\n${'-'.repeat(80)}\n\n`);
}

function packageFolder(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? null;
}

function section(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(?:licen[sc]e|copying|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) texts.push(spelledOut[`${name} ${license}`] ?? giveUp(name, license));
  return `${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}

function giveUp(name, license) {
  throw new Error(
    `${name} (${license}) is bundled and has no licence file: spell it out in ${import.meta.filename}`,
  );
}
