/** One step of the release notes: `node notes.mjs collect|look_up|write|review|publish`, run by workflow.yaml. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const out = join(import.meta.dirname, 'out');
const steps = { collect, look_up: lookUp, write, review, publish };

mkdirSync(out, { recursive: true });
const [name = '', ...words] = process.argv.slice(2);
const step = steps[name];
if (step === undefined) throw new Error(`unknown step: ${name}`);
step(...words);

/** Takes the entries out of the changelog, with the headings they stand under. */
function collect() {
  let heading = '';
  const entries = [];
  for (const line of readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split('\n')) {
    if (line.startsWith('#')) heading = line.replace(/^#+\s*/, '');
    else if (line.startsWith('- ')) entries.push({ heading, text: line.slice(2) });
    else if (line.startsWith('  ') && entries.length > 0) entries.at(-1).text += ` ${line.trim()}`;
  }
  save('entries.json', entries);
  console.log(`${entries.length} entries`);
}

/** Looks each word in backticks up in the sources: what the notes name should be there. */
function lookUp() {
  const entries = load('entries.json');
  const sources = filesBelow(root).map((path) => readFileSync(path, 'utf8'));
  const terms = [...new Set(entries.flatMap(({ text }) => text.match(/`[^`]+`/g) ?? []))];
  const found = terms.map((term, position) => {
    const word = term.slice(1, -1);
    console.log(`[${position + 1}/${terms.length}] ${word}`);
    return { word, files: sources.filter((source) => source.includes(word)).length };
  });
  save('terms.json', found);
}

/** @param {string} title */
function write(title = '') {
  const unknown = new Set(
    load('terms.json')
      .filter(({ files }) => files === 0)
      .map(({ word }) => word),
  );
  const lines = [`# ${title || 'Release notes'}`, ''];
  let last = '';
  for (const { heading, text } of load('entries.json')) {
    if (heading !== last) lines.push('', `## ${heading}`, '');
    last = heading;
    lines.push(`- ${text}${[...unknown].some((word) => text.includes(`\`${word}\``)) ? ' (?)' : ''}`);
  }
  writeFileSync(join(out, 'notes.md'), `${lines.join('\n')}\n`);
}

/** Tells the workflow's gate what there is. */
function review() {
  const lines = readFileSync(join(out, 'notes.md'), 'utf8').trimEnd().split('\n').length;
  const unknown_terms = load('terms.json').filter(({ files }) => files === 0).length;
  console.log(`${lines} lines, ${unknown_terms} terms that are nowhere in the sources`);
  const report = process.env.TAPPS_STEP_RESULT;
  if (report !== undefined) writeFileSync(report, JSON.stringify({ lines, unknown_terms }));
}

function publish() {
  const text = readFileSync(join(out, 'notes.md'), 'utf8').replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body = text
    .replaceAll(/^## (.*)$/gm, '<h2>$1</h2>')
    .replaceAll(/^# (.*)$/gm, '<h1>$1</h1>')
    .replaceAll(/^- (.*)$/gm, '<li>$1</li>');
  writeFileSync(join(out, 'notes.html'), `<!doctype html>\n<meta charset="utf-8">\n${body}`);
  console.log('wrote out/notes.html');
}

function load(name) {
  return JSON.parse(readFileSync(join(out, name), 'utf8'));
}

function save(name, value) {
  writeFileSync(join(out, name), `${JSON.stringify(value, null, 1)}\n`);
}

function filesBelow(folder) {
  const passedOver = new Set(['node_modules', 'dist', 'coverage', 'out', '.git', '.tapps-agents']);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (passedOver.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() && ['.ts', '.mjs', '.md', '.json'].includes(extname(entry.name)) ? [path] : [];
  });
}
